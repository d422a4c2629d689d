import Foundation
import TestSupport
import Testing

/// `Reports/<name>/example/<sheet>.csv`: what the report looks like for the sandbox month of seed 1 with
/// 300 sessions. `RECORD=1` rewrites them; `SumTests` adds them up another way.
@Suite struct ExampleTests {
    @Test func `every sheet comes out as its example, byte for byte`() throws {
        let month = try ExampleMonth.shared.get()
        #expect(month.sheets.count == 22)
        for (path, text) in month.sheets.sorted(by: { $0.key < $1.key }) {
            let parts = path.split(separator: "/")
            let file = Checkout.reports.appendingPathComponent("\(parts[0])/example/\(parts[1])")
            if Checkout.isRecording {
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
            let expected = try? Data(contentsOf: file)
            #expect(expected == Data(text.utf8), "\(file.path) (RECORD=1 rewrites it)")
        }
    }

    @Test func `no example is left over from a sheet that is gone`() throws {
        let made = try ExampleMonth.shared.get().sheets.keys.sorted()
        var kept: [String] = []
        for report in Checkout.folders(in: Checkout.reports) {
            let folder = Checkout.reports.appendingPathComponent("\(report)/example")
            kept += (try filesBelow(folder)).map { "\(report)/\($0.path)" }
        }
        #expect(kept.sorted() == made)
    }
}
