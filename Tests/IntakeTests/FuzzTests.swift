import Foundation
import Roaming
import Testing

@testable import Intake

/// Mutated documents: nothing crashes, nothing hangs, and what is JSON is decided as others decide
/// it. The seeds are fixed, so a failure repeats.
struct FuzzTests {
    @Test(arguments: ["cdr", "tariff", "session", "location", "token"])
    func `a mutated object is decoded or refused, never worse`(kind: String) throws {
        let module = try #require(Module(rawValue: kind + "s"))
        let seeds = try specificationFiles(kind).map { [UInt8](try read($0)) }
        var random = Random(state: 0x5EED)
        var reader = JSONReader()
        var refused = 0
        for round in 0..<2000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0...random.below(3) { random.damage(&bytes) }
            do throws(Reject) {
                try Intaken.decode(bytes, as: module, &reader)
            } catch {
                refused += 1
                #expect(RejectCode(rawValue: error.code) != nil)
                #expect(error.byte.map { (0...bytes.count).contains($0) } ?? true)
            }
        }
        // The reader still reads what is right.
        for seed in seeds { try Intaken.decode(seed, as: module, &reader) }
        #expect(refused > 500)
    }

    @Test func `what is JSON is decided as Foundation decides it`() throws {
        let seeds = try ["cdr", "token", "session"].flatMap { specificationFiles($0) }
            .map { [UInt8](try read($0)) }
        var random = Random(state: 0xD1FF)
        var reader = JSONReader()
        var (accepted, refused) = (0, 0)
        for round in 0..<4000 {
            var bytes = seeds[round % seeds.count]
            random.damage(&bytes)
            let other = (try? JSONSerialization.jsonObject(with: Data(bytes))) != nil
            let code = verdict(bytes, &reader)
            // Foundation lets the last of two names win, and a comma before a bracket pass.
            guard code != "DUPLICATE_KEY", code == nil || !hasTrailingComma(bytes) else { continue }
            #expect(other == (code == nil), "\(String(decoding: bytes, as: UTF8.self))")
            if code == nil { accepted += 1 } else { refused += 1 }
        }
        #expect(accepted > 500 && refused > 500)
    }

    @Test func `a mutated file gives pages and rejects, never worse`() throws {
        let objects = try (specificationFiles("token") + specificationFiles("cdr")).map {
            [UInt8](try read($0))
        }
        let flat = objects.map { object in object.filter { $0 != 10 && $0 != 13 } }
        let list = Array(flat.joined(separator: [44]))
        let shapes = [
            Array(#"{"status_code":1000,"data":["#.utf8) + list + Array("]}".utf8),
            Array("[".utf8) + list + Array("]".utf8), Array(flat.joined(separator: [10])),
            Array(objects.joined(separator: [10])),
        ]
        var random = Random(state: 0xF11E)
        for round in 0..<600 {
            var bytes = shapes[round % shapes.count]
            for _ in 0...random.below(3) { random.damage(&bytes) }
            try withFile(bytes) { path in
                let intake = try Intaken(path: path, as: .cdrs)
                for page in intake.pages {
                    for object in page.objects {
                        let start = Int(object.fileOffset)
                        let raw = page.bytes[object.range]
                        #expect(raw.elementsEqual(bytes[start..<start + raw.count]))
                    }
                    #expect(
                        page.rejects.allSatisfy { (0...bytes.count).contains(Int($0.fileOffset)) })
                }
            }
        }
    }

    private func read(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path))
    }

    /// The code under which a document is refused as JSON, nil when it is JSON.
    private func verdict(_ bytes: [UInt8], _ reader: inout JSONReader) -> String? {
        bytes.withUnsafeBytes { raw in
            do throws(Reject) {
                try reader.load(raw)
                try reader.skip()
                try reader.finish()
                return nil
            } catch {
                return error.code
            }
        }
    }

    private func hasTrailingComma(_ bytes: [UInt8]) -> Bool {
        let solid = bytes.filter { $0 > 32 }
        return zip(solid, solid.dropFirst()).contains { $0 == 44 && ($1 == 125 || $1 == 93) }
    }
}
