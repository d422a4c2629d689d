import Foundation
import Hubs
import Intake
import NIOCore
import Roaming
import TestSupport
import Testing

@testable import clearing

/// Who comes in, who does not, and what a visitor may touch.
@Suite(.serialized) struct OCPIDoorTests {
    @Test func `strangers get 401 and an OCPI response, wherever they knock`() async throws {
        let scene = try OCPIHostTests.scene()
        let token = try scene.register("gireve")
        try await scene.hosting { peer in
            let paths = [
                "versions", "2.2.1", "2.2.1/credentials", "2.2.1/receiver/cdrs",
                "2.2.1/sender/cdrs", "2.2.1/receiver/commands/START_SESSION", "nowhere", "",
            ]
            for path in paths {
                for wrong in [nil, "wrong", String(token.dropLast()), token + "0"] as [String?] {
                    let answer = try await peer.send("GET", path, token: wrong)
                    #expect(answer.status == 401, "\(path)")
                    #expect(try answer.code == 2000)
                    #expect(try answer.object["timestamp"] as? String != nil)
                }
            }
            let basic = try await peer.send(
                "GET", "versions", token: nil, headers: ["Authorization": "Basic \(token)"])
            #expect(basic.status == 401)
            // Not encoded, as some peers send it.
            #expect(
                try await peer.send("GET", "versions", token: token, plain: true).status == 200)
        }
    }

    @Test func `a hub writes under its own name and parties alone`() async throws {
        let scene = try OCPIHostTests.scene()
        let (gireve, chargegrid) = (try scene.register("gireve"), try scene.register("chargegrid"))
        let tariff = try OCPIHostTests.push("tariff_put_example")
            .replacingOccurrences(of: "\"DE\"", with: "\"FR\"")
            .replacingOccurrences(of: "\"ALL\"", with: "\"IZI\"")
        let direct = try scene.register(
            "bharat-roaming",
            roles: [
                .init(
                    role: "CPO", party: try #require(PartyID("IN-BPC")), businessName: "Bharat")
            ])
        let cdr = try OCPIHostTests.example("cdr_example")
        try await scene.hosting { peer in
            let place = "2.2.1/receiver/tariffs/FR/IZI/12"
            #expect(try await peer.send("PUT", place, token: gireve, tariff).status == 201)
            // Another hub neither sees nor changes nor deletes it.
            for method in ["GET", "PUT", "DELETE"] {
                let answer = try await peer.send(
                    method, place, token: chargegrid,
                    method == "PUT" ? tariff : nil)
                #expect(answer.status == 404, "\(method)")
                #expect(try answer.code != 1000)
            }
            // The object's own party and id must be those of the address.
            let other = "2.2.1/receiver/tariffs/FR/TOT/12"
            #expect(try await peer.send("PUT", other, token: gireve, tariff).code == 2001)
            let renamed = "2.2.1/receiver/tariffs/FR/IZI/13"
            #expect(try await peer.send("PUT", renamed, token: gireve, tariff).code == 2001)
            // A party that is no hub speaks for itself.
            let foreign = try await peer.send(
                "POST", "2.2.1/receiver/cdrs", token: direct, cdr)
            #expect(try foreign.code == 2001 && foreign.message.contains("BE-BEC"))
            // Another version's addresses are not this hub's.
            #expect(try await peer.send("GET", "2.3.0", token: gireve).code == 3002)
        }
        #expect(
            try scene.database.texts("SELECT hub || party || object_id FROM hub.push")
                == ["gireveFR-IZI12"])
    }

    @Test func `hostile texts stay data`() async throws {
        let scene = try OCPIHostTests.scene()
        let token = try scene.register("gireve")
        let evil = ["'; DROP TABLE hub.push; --", "../../etc/passwd", "$(reboot)", "=1+1"]
        let cdr = try OCPIHostTests.example("cdr_example")
        try await scene.hosting { peer in
            for text in evil {
                let posted = try await peer.send(
                    "POST", "2.2.1/receiver/cdrs", token: token,
                    cdr.replacingOccurrences(of: "\"12345\"", with: "\"\(text)\""),
                    headers: ["X-Request-ID": text])
                #expect(posted.status == 201, "\(posted.text)")
            }
            let step = "..%2F..%2Fetc"
            let got = try await peer.send(
                "GET", "2.2.1/receiver/tariffs/FR/IZI/\(step)", token: token)
            #expect(got.status == 404)
        }
        #expect(
            try scene.database.texts("SELECT request_id FROM hub.push ORDER BY push") == evil)
        try scene.clearing.succeed("ingest", "--month", "2026-10")
        #expect(try scene.database.texts("SELECT count(*) FROM intake.cdr") == ["4"])
    }

    @Test func `a new token opens at once, whoever knocked before`() async throws {
        // Nobody but the closure uses it, and the test waits for that.
        nonisolated(unsafe) let scene = try OCPIHostTests.scene()
        try await scene.hosting { peer in
            for _ in 0..<3 {
                #expect(try await peer.send("GET", "versions", token: "nobody").status == 401)
                let token = try scene.register("gireve")
                #expect(try await peer.send("GET", "versions", token: token).status == 200)
            }
        }
    }

    @Test func `large and slow bodies end in an OCPI response`() async throws {
        let scene = try OCPIHostTests.scene()
        let token = try scene.register("gireve")
        try await scene.hosting({ host in
            host.bodyBytes = 10_000
            host.bodySeconds = 1
        }) { peer in
            let large = try await peer.send(
                "POST", "2.2.1/receiver/cdrs", token: token, String(repeating: " ", count: 10_001))
            #expect(large.status == 413)
            #expect(try large.code == 2001)
            let packed = try await peer.send(
                "POST", "2.2.1/receiver/cdrs", token: token, "x",
                headers: ["Content-Encoding": "br"])
            #expect(packed.status == 415 && packed.header("Accept-Encoding") == "gzip")
            let slow = try await RawSocket.exchange(
                port: peer.port,
                "POST /ocpi/2.2.1/receiver/cdrs HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n"
                    + "Authorization: \(Authorization.header(token, .base64))\r\n\r\n{")
            #expect(slow.contains("408") && slow.contains("\"status_code\":2001"))
        }
        #expect(try scene.database.texts("SELECT count(*) FROM hub.push") == ["0"])
    }

    @Test func `a body may come packed`() async throws {
        let scene = try OCPIHostTests.scene()
        let token = try scene.register("gireve")
        let cdr = try OCPIHostTests.example("cdr_example")
        try await scene.hosting({ $0.bodyBytes = 10_000 }) { peer in
            func post(_ packed: Data) async throws -> OCPIPeer.Answer {
                try await peer.send(
                    "POST", "2.2.1/receiver/cdrs", token: token,
                    headers: ["Content-Encoding": "gzip"], bytes: packed)
            }
            let damaged = try await post(Data("x".utf8))
            #expect(damaged.status == 400)
            #expect(try damaged.code == 2001)
            // Nine million blanks are nine thousand bytes on the wire.
            let bomb = try await post(try gzip(Data(repeating: 0x20, count: 9_000_000)))
            #expect(bomb.status == 413, "\(bomb.text)")
            let posted = try await post(try gzip(Data(cdr.utf8)))
            #expect(posted.status == 201, "\(posted.text)")
            let place = try #require(posted.header("Location"))
            #expect(
                try await peer.send("GET", place, token: token).data == canonicalJSON(text: cdr))
        }
    }

    @Test func `a hub that sends too much is told when to come again, and no other is`()
        async throws
    {
        let scene = try OCPIScene { file, text in
            file == "gireve.yaml"
                ? text.replacingOccurrences(
                    of: "  page_size:", with: "  pushes_per_second: \"1\"\n  page_size:") : text
        }
        let (token, other) = (try scene.register("gireve"), try scene.register("chargegrid"))
        let place = "2.2.1/receiver/sessions/FR/IZI/1"
        try await scene.hosting { peer in
            // However slow the machine, two of these come within one second.
            var last = try await peer.send("PUT", place, token: token, "{}")
            #expect(last.status == 200)
            for _ in 0..<2000 where last.status != 429 {
                last = try await peer.send("PUT", place, token: token, "{}")
            }
            #expect(last.status == 429 && last.header("Retry-After") == "1")
            #expect(try last.code == 2000)
            // Another hub, and whoever only asks, are not concerned.
            let elsewhere = try await peer.send(
                "PUT", "2.2.1/receiver/sessions/IN/CGR/1", token: other, "{}")
            #expect(elsewhere.status == 200)
            for _ in 0..<20 {
                #expect(try await peer.send("GET", place, token: token).status == 404)
            }
            for _ in 0..<600 where last.status == 429 {
                try await Task.sleep(for: .milliseconds(200))
                last = try await peer.send("PUT", place, token: token, "{}")
            }
            #expect(last.status == 200)
        }
    }

    @Test func `what does not go by push is nowhere to be sent`() async throws {
        let scene = try OCPIScene { _, text in
            text.replacingOccurrences(
                of: #"\n  push: \[.*"#, with: "\n  push: [\"tokens\"]", options: .regularExpression)
        }
        let (new, old) = (try scene.register("gireve"), try scene.register("volt-link"))
        try await scene.hosting { peer in
            let details = try await peer.send("GET", "2.2.1", token: new).data
            #expect(details.contains("receiver") && details.contains("receiver\\/tokens"))
            #expect(!details.contains("receiver\\/cdrs") && !details.contains("receiver\\/tariffs"))
            for (method, path) in [
                ("POST", "cdrs"), ("GET", "cdrs/1"), ("PUT", "sessions/FR/IZI/1"),
                ("PATCH", "locations/FR/IZI/1"), ("DELETE", "tariffs/FR/IZI/1"),
            ] {
                let answer = try await peer.send(
                    method, "2.2.1/receiver/\(path)", token: new, method == "GET" ? nil : "{}")
                #expect(answer.status == 404, "\(path)")
                #expect(try answer.code == 2000)
                #expect(answer.message.contains("push"), "\(path)")
            }
            let token = try await peer.send(
                "PUT", "2.2.1/receiver/tokens/FR/IZI/1", token: new, "{}")
            #expect(try token.code == 2001)
            let posted = try await peer.send("POST", "2.1.1/cdrs", token: old, "{}", plain: true)
            #expect(posted.status == 404)
            // What is ours is there to be asked for as ever.
            let ours = try await peer.send("GET", "2.1.1/cdrs", token: old, plain: true)
            #expect(try ours.code == 1000)
        }
        #expect(
            try scene.database.texts("SELECT count(*) FROM hub.push WHERE refused IS NULL") == ["0"]
        )
    }

    @Test func `routing headers come back the other way`() async throws {
        let scene = try OCPIHostTests.scene()
        let token = try scene.register("gireve")
        try await scene.hosting { peer in
            let headers = [
                "OCPI-to-country-code": "IN", "OCPI-to-party-id": "MGM",
                "OCPI-from-country-code": "FR", "OCPI-from-party-id": "IZI",
            ]
            let answer = try await peer.send(
                "GET", "2.2.1/sender/tariffs", token: token, headers: headers)
            #expect(answer.status == 200)
            #expect(answer.header("OCPI-from-party-id") == "MGM")
            #expect(answer.header("OCPI-to-party-id") == "IZI")
            #expect(answer.header("OCPI-to-country-code") == "FR")
            var wrong = headers
            wrong["OCPI-to-party-id"] = "XYZ"
            let refused = try await peer.send(
                "GET", "2.2.1/sender/tariffs", token: token, headers: wrong)
            #expect(try refused.code == 2001)
        }
    }
}

/// Bytes over a socket, as no well-behaved client would send them.
enum RawSocket {
    /// Sends and reads until the other side closes, or an answer is there.
    static func exchange(port: Int, _ text: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try waiting(port, text) })
            }
        }
    }

    private static func waiting(_ port: Int, _ text: String) throws -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 600, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, size) == 0
            }
        }
        guard isConnected else { throw OCPIScene.NoScene() }
        let bytes = Array(text.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw OCPIScene.NoScene()
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
            answer += buffer.prefix(count)
            if answer.last == UInt8(ascii: "}") { break }
        }
        return String(decoding: answer, as: UTF8.self)
    }
}

/// As the program of that name packs it.
private func gzip(_ data: Data) throws -> Data {
    let folder = try TemporaryFolder()
    let file = folder.url("plain")
    try data.write(to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-9", file.path]
    try process.run()
    process.waitUntilExit()
    return try Data(contentsOf: folder.url("plain.gz"))
}
