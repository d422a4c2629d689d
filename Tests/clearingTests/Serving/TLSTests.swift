import Foundation
import TestSupport
import Testing

/// `clearing serve --certificate --private-key` over real sockets.
@Suite struct TLSTests {
    @Test func `with a certificate there is HTTPS and nothing else`() throws {
        let folder = try TemporaryFolder()
        try Self.certificate("server", in: folder)
        let served = try ServedAPI(
            ClearingProcess(ScratchDatabase()), folder,
            [
                "--certificate", folder.path("server.pem"), "--private-key",
                folder.path("server.key"),
            ])
        #expect(served.address.hasPrefix("https://127.0.0.1:"))
        let trusting = ["--cacert", folder.path("server.pem")]
        let health = try Curl.run(["-D", "-", served.address + "/healthz"] + trusting)
        #expect(health.code == 0)
        #expect(health.output.contains("200 OK") && health.output.contains(#"{"status":"ok"}"#))
        #expect(health.output.lowercased().contains("strict-transport-security: max-age="))
        let months = try Curl.run(
            ["-H", "X-API-Key: \(served.key)", served.address + "/v1/months"] + trusting)
        #expect(months.output == #"{"data":[]}"#)
        // Who does not trust the certificate does not get through, and TLS 1.1 is not spoken.
        #expect(try Curl.run([served.address + "/healthz"]).code == 60)
        let old = try Curl.run([served.address + "/healthz", "--tls-max", "1.1"] + trusting)
        #expect(old.code != 0 && old.output.isEmpty)
        let plain = served.address.replacingOccurrences(of: "https:", with: "http:")
        let refused = try Curl.run([plain + "/healthz"])
        #expect(refused.code != 0 && refused.output.isEmpty)
        #expect(try served.end() == 0)
    }

    @Test func `a certificate or key that cannot be used is named, and nothing is served`() throws {
        let folder = try TemporaryFolder()
        try Self.certificate("server", in: folder)
        try Self.certificate("other", in: folder)
        try folder.write("", to: "empty.pem")
        let clearing = try ClearingProcess(ScratchDatabase())
        for (certificate, key, named) in [
            ("server.pem", "missing.key", "missing.key"),
            ("missing.pem", "server.key", "missing.pem"),
            ("empty.pem", "server.key", "empty.pem"),
            ("server.pem", "empty.pem", "empty.pem"),
            ("server.pem", "other.key", "other.key"),
        ] {
            let ended = try clearing.run(
                "serve", "--port", "0", "--certificate", folder.path(certificate),
                "--private-key", folder.path(key))
            #expect(ended.code == 69, "\(certificate) \(key): \(ended.errors)")
            #expect(ended.errors.contains(named), "\(certificate) \(key): \(ended.errors)")
            #expect(ended.output.isEmpty, "\(certificate) \(key)")
        }
        let half = try clearing.run("serve", "--certificate", folder.path("server.pem"))
        #expect(half.code == 64 && half.errors.contains("--private-key"))
    }

    /// NAME.pem and NAME.key for this machine.
    private static func certificate(_ name: String, in folder: TemporaryFolder) throws {
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        openssl.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
            "subjectAltName=IP:127.0.0.1", "-keyout", folder.path("\(name).key"), "-out",
            folder.path("\(name).pem"),
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        try #require(openssl.terminationStatus == 0)
    }
}
