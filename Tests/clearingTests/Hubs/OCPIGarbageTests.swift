import Foundation
import Hubs
import Intake
import Roaming
import TestSupport
import Testing

@testable import clearing

/// Whatever a hub that has a token sends, the answer is an OCPI response, and what was acknowledged
/// comes out of the next ingest.
@Suite(.serialized) struct OCPIGarbageTests {
    /// Bodies that were sound before some bytes of them were cut, changed or doubled.
    private static func bodies(_ sound: String, _ count: Int, seed: UInt64) -> [String] {
        var state = seed
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(1, limit)
        }
        let letters = Array("{}[]\",:0e-.\\u \n\u{7F}x".utf8)
        return (0..<count).map { _ in
            var bytes = Array(sound.utf8)
            for _ in 0...next(3) {
                let place = next(bytes.count)
                switch next(4) {
                case 0: bytes.removeSubrange(place...)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(letters[next(letters.count)], at: place)
                default: bytes[place] = letters[next(letters.count)]
                }
                if bytes.isEmpty { bytes = [UInt8(ascii: "{")] }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    @Test func `mutilated objects are taken or refused, and nothing else happens`() async throws {
        let scene = try OCPIHostTests.scene()
        let token = try scene.register("gireve")
        let cdrs = Self.bodies(try OCPIHostTests.example("cdr_example"), 150, seed: 1)
        let tariff = try OCPIHostTests.push("tariff_put_example")
            .replacingOccurrences(of: "\"DE\"", with: "\"FR\"")
            .replacingOccurrences(of: "\"ALL\"", with: "\"IZI\"")
        let (tariffs, sound) = (Self.bodies(tariff, 80, seed: 2), tariff)
        let patches = Self.bodies(
            try OCPIHostTests.push("location_patch_example_status"), 60, seed: 3)
        let token2 = try OCPIHostTests.push("token_put_example")
            .replacingOccurrences(of: "\"NL\"", with: "\"FR\"")
            .replacingOccurrences(of: "\"TNM\"", with: "\"IZI\"")
        let acknowledged = try await scene.hosting { peer in
            var codes: [Int: Int] = [:]
            func send(_ method: String, _ path: String, _ body: String) async throws {
                let answer = try await peer.send(
                    method, "2.2.1/receiver/\(path)", token: token, body)
                let code = try #require(try answer.code, "\(answer.status) \(answer.text)")
                #expect([200, 201].contains(answer.status))
                #expect(code == 1000 || code == 2001, "\(answer.text)")
                codes[code, default: 0] += 1
            }
            for body in cdrs { try await send("POST", "cdrs", body) }
            for body in tariffs { try await send("PUT", "tariffs/FR/IZI/12", body) }
            try await send("PUT", "tariffs/FR/IZI/12", sound)
            try await send("PUT", "tokens/FR/IZI/012345678", token2)
            for body in patches { try await send("PATCH", "tokens/FR/IZI/012345678", body) }
            return codes
        }
        #expect(acknowledged[1000, default: 0] > 10 && acknowledged[2001, default: 0] > 100)
        let count = try scene.database.texts(
            "SELECT count(DISTINCT (module, party, object_id, sha256)) FROM hub.push"
                + " WHERE refused IS NULL")
        try scene.clearing.succeed("ingest", "--month", "2026-10")
        #expect(
            try scene.database.texts(
                "SELECT (SELECT count(*) FROM intake.cdr) + (SELECT count(*) FROM intake.tariff)"
                    + " + (SELECT count(*) FROM intake.token)") == count)
        #expect(
            try scene.database.texts(
                "SELECT count(*) FROM hub.push AS push WHERE refused IS NOT NULL AND NOT EXISTS"
                    + " (SELECT FROM intake.reject WHERE reject.sha256 = push.sha256)") == ["0"])
    }
}
