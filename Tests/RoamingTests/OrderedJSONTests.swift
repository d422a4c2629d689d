import Roaming
import Testing

@Suite struct OrderedJSONTests {
    @Test func `strings are escaped as RFC 8785 says`() {
        // §3.2.2.2: the example's string, written by hand.
        let text = "€$\u{0F}\u{0A}A'B\"\\\\\"/"
        #expect(
            String(decoding: OrderedJSON.string(text).canonicalBytes, as: UTF8.self)
                == "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"")
        #expect(
            String(decoding: OrderedJSON.string("\u{8}\t\u{C}\r\u{7F}").bytes, as: UTF8.self)
                == "\"\\b\\t\\f\\r\u{7F}\"")
    }

    @Test func `canonical members are sorted, others stay as they are`() {
        let value = OrderedJSON.object([
            ("b", .array([.integer(1), .null, .string("")])),
            ("a", .object([("d", .null), ("c", .array([]))])),
        ])
        #expect(
            String(decoding: value.bytes, as: UTF8.self)
                == #"{"b":[1,null,""],"a":{"d":null,"c":[]}}"#)
        #expect(
            String(decoding: value.canonicalBytes, as: UTF8.self)
                == #"{"a":{"c":[],"d":null},"b":[1,null,""]}"#)
    }
}
