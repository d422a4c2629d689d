import Foundation
import Hashing
import Intake
import Roaming
import Testing

struct PageTests {
    private let one = #"{"id":"1","x":[1,{"y":"}]"}]}"#
    private let two = #"{"id":"2", "x" : "\"\\"}"#

    @Test(arguments: [
        "[ONE,TWO]", "[\n  ONE ,\n  TWO\n]\n", "ONE\nTWO\n", "ONE\nTWO", "ONE\r\n\r\n  TWO  \r\n",
        "\u{FEFF}ONE\n\nTWO\n\n", "\u{FEFF}[ONE,TWO]", "ONE TWO", "ONETWO", "ONE\n[TWO]",
        #"{"data":[ONE,TWO],"status_code":1000,"timestamp":"2026-10-01T00:00:00Z"}"#,
        #"{"timestamp":"2026-10-01T00:00:00Z","status_code":1000,"status_message":"a","data":[ONE,TWO]}"#,
        "{\n  \"status_code\": 1000,\n  \"data\": [\n    ONE,\n    TWO\n  ]\n}\n",
        "{\"data\":[\nONE,\nTWO\n]}",
        #"{"data":ONE,"status_code":1000}"# + "\n" + #"{"data":[TWO],"status_code":1001}"#,
        #"{"data":[],"status_code":1000}[ONE][][TWO]"#,
    ])
    func `every way to put two objects into a file gives the same two, byte for byte`(
        shape: String
    ) throws {
        let text = shape.replacingOccurrences(of: "ONE", with: one)
            .replacingOccurrences(of: "TWO", with: two)
        let page = try onlyPage(text)
        #expect(page.objects.map { self.text(of: $0, page) } == [one, two])
        #expect(page.rejects == [])
        let bytes = Array(text.utf8)
        for object in page.objects {
            let start = Int(object.fileOffset)
            #expect(Array(bytes[start..<start + object.range.count]) == raw(object, page))
            #expect(object.line == bytes[..<start].count { $0 == 10 } + 1)
            #expect(object.digest == digest(of: page.bytes[object.range]))
        }
        #expect(page.bytes.count == page.objects.map { $0.range.count + 1 }.reduce(0, +))
    }

    @Test(arguments: [
        "{\n \"country\": \"IN\",\n \"id\": \"1\"\n}",
        #"{"remark":"x","nested":{"data":[{}]},"id":"1"}"#,
        #"{"id":"1","data":[{"a":1}],"status_code":5}"#, #"{"cdr":{"id":"1"},"tariff":{}}"#, "{}",
        #"{"timestamp":"2026-10-01T00:00:00Z","id":"1"}"#,
    ])
    func `one object is handed on whole`(text: String) throws {
        let page = try onlyPage(text)
        #expect(page.objects.map { self.text(of: $0, page) } == [text])
        #expect(page.rejects == [])
    }

    @Test func `gzip files one after the other are one file`() throws {
        // printf '[{"id":1},' | gzip -n; printf '{"id":2}]' | gzip -n
        let path = "\(caseFolder)/pages/two-members.json.gz"
        let reader = try PageReader(path: path)
        let page = try #require(try reader.nextPage())
        #expect(page.objects.map { text(of: $0, page) } == [#"{"id":1}"#, #"{"id":2}"#])
        #expect(page.rejects == [])
    }

    @Test func `a broken line costs that line only`() throws {
        let text = [one, #"{"id":"x","a":[1,"#, "garbage", two, "[1]", one].joined(separator: "\n")
        let page = try onlyPage(text)
        #expect(page.objects.count == 4)
        #expect(page.rejects.map(\.reject.code) == ["MALFORMED_JSON", "NOT_AN_OBJECT"])
        #expect(page.rejects.map(\.line) == [3, 5])
    }

    @Test func `a first line that is broken costs that line only`() throws {
        let page = try onlyPage("{\"id\":\"x\n" + one + "\n" + two + "\n")
        #expect(page.objects.map { text(of: $0, page) } == ["{\"id\":\"x", one, two])
    }

    @Test func `an object that lacks a bracket does not swallow its neighbours`() throws {
        let page = try onlyPage("[\(one),{\"id\":\"x\",\"a\":[1,{\"b\":2},3},\(two)]")
        #expect(page.objects.count == 3)
        #expect(page.objects.last.map { text(of: $0, page) } == two)
        #expect(page.rejects == [])
    }

    @Test func `pages end at a thousand objects`() throws {
        let text = (0..<2500).map { "{\"id\":\($0)}" }.joined(separator: "\n")
        #expect(try pages(text).map(\.objects.count) == [1000, 1000, 500])
    }

    @Test(arguments: ["[", "{\"data\":[", ""])
    func `objects that straddle the window come out whole`(opening: String) throws {
        // Sizes around the window's 1 MiB pieces.
        let objects = [700_000, 1_048_560, 2_500_000, 30, 1_500_000].map {
            "{\"id\":\"" + String(repeating: "é\\\"", count: $0 / 4) + "\"}"
        }
        let closing = opening.isEmpty ? "" : opening == "[" ? "]" : "],\"status_code\":1000}"
        let separator = opening.isEmpty ? "\n" : ","
        let text = opening + objects.joined(separator: separator) + closing
        var found: [String] = []
        for page in try pages(text) {
            #expect(page.rejects == [])
            found += page.objects.map { self.text(of: $0, page) }
        }
        #expect(found == objects)
    }

    @Test func `a line of 20 MB is one reject and is not held in memory`() throws {
        let long = "{\"id\":\"" + String(repeating: "x", count: 20 << 20) + "\"}"
        for text in [one + "\n" + long + "\n" + two, long + "\n" + two, "[\(long),\(two)]"] {
            var codes: [String] = []
            var objects: [String] = []
            for page in try pages(text) {
                codes += page.rejects.map(\.reject.code)
                objects += page.objects.map { self.text(of: $0, page) }
            }
            #expect(codes == ["OBJECT_TOO_LARGE"])
            #expect(objects.last == two)
        }
    }

    @Test func `a file that is not there is this machine's fault`() {
        #expect(throws: IntakeError.cannotOpen(path: "/nowhere/at/all", errno: 2)) {
            try PageReader(path: "/nowhere/at/all")
        }
    }

    @Test func `a file's digest is that of its bytes`() throws {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        try withFile(Array("abc".utf8)) { path in
            #expect(try digest(ofFile: path).description == abc)
            let reader = try PageReader(path: path, digests: .objectsAndFile)
            while try reader.nextPage() != nil {}
            #expect(reader.fileDigest()?.description == abc)
        }
    }

    private func onlyPage(_ text: String) throws -> Page {
        let pages = try pages(text)
        #expect(pages.count == 1)
        return try #require(pages.first)
    }

    private func raw(_ object: PageObject, _ page: Page) -> [UInt8] {
        Array(page.bytes[object.range])
    }

    private func text(of object: PageObject, _ page: Page) -> String {
        String(decoding: raw(object, page), as: UTF8.self)
    }
}
