import Foundation
import Intake
import Roaming
import Testing

/// Tests/Cases/intake/<CODE>/: a file, and what is refused of it. Folders within hold variants.
struct RejectCaseTests {
    @Test func `every reject code has its folder`() {
        let folders = Set(files(in: ".") { _ in true }.map { ($0 as NSString).lastPathComponent })
        for code in RejectCode.allCases {
            #expect(folders.contains(code.rawValue), "no case for \(code.rawValue)")
        }
        let codes = Set(RejectCode.allCases.map(\.rawValue))
        #expect(folders.subtracting(codes) == ["pages", "specification"])
    }

    @Test(arguments: caseFolders())
    func `what is refused is named, the rest is taken in`(folder: String) throws {
        let expected = try Expected(folder)
        let path = try #require(files(atPath: folder) { $0.hasPrefix("in.") }.first)
        let intake = try Intaken(path: path, as: expected.module, limits: expected.limits)
        let found = intake.rejects.map { Expected.Line($0.code, $0.pointer, $0.byte) }
        #expect(found.count == expected.rejects.count)
        for (found, expected) in zip(found, expected.rejects) {
            #expect(found.code == expected.code)
            #expect(found.pointer == expected.pointer)
            if let byte = expected.byte { #expect(found.byte == byte) }
        }
        #expect(intake.count == expected.objects)
        for reject in intake.rejects { #expect(reject.text.hasSuffix(".")) }
    }
}

private struct Expected {
    struct Line {
        let code: String
        let pointer: String
        let byte: Int?

        init(_ code: String, _ pointer: String, _ byte: Int?) {
            self.code = code
            self.pointer = pointer
            self.byte = byte
        }
    }

    let module: Module
    let objects: Int
    var limits = Limits()
    let rejects: [Line]

    init(_ folder: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/expected.json"))
        let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        module = try #require((json["module"] as? String).flatMap(Module.init))
        objects = try #require(json["objects"] as? Int)
        let given = json["limits"] as? [String: Int]
        if let bytes = given?["object_bytes"] { limits.objectBytes = bytes }
        if let bytes = given?["file_bytes"] { limits.fileBytes = Int64(bytes) }
        rejects = try (json["rejects"] as? [[String: Any]] ?? []).map {
            Line(
                try #require($0["code"] as? String), try #require($0["pointer"] as? String),
                $0["byte"] as? Int)
        }
    }
}

private func caseFolders() -> [String] {
    files(in: ".") { RejectCode(rawValue: $0) != nil }.flatMap { folder in
        [folder] + files(atPath: folder) { !$0.contains(".") }
    }
}
