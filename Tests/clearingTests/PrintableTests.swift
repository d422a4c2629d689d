import Testing

@testable import clearing

@Suite struct PrintableTests {
    @Test(arguments: [
        ("CDR-1 ₹ é", "CDR-1 ₹ é"), ("a\u{1B}[2Jb", "a\\u{1b}[2Jb"), ("x\ty\n", "x\\u{9}y\\u{a}"),
        ("\u{85}", "\\u{85}"), ("", ""),
    ])
    func `what a partner wrote cannot steer a terminal`(_ text: String, _ shown: String) {
        #expect(text.printable == shown)
    }
}
