import Foundation
import TestSupport
import Testing

/// `clearing serve --certificate --private-key` over real sockets.
@Suite struct TLSTests {
    @Test func `with a certificate there is HTTPS and nothing else`() throws {
        let folder = try TemporaryFolder()
        let certificates = try TestCertificates()
        let server = try certificates.server("127.0.0.1")
        let served = try ServedAPI(
            ClearingProcess(ScratchDatabase()), folder,
            ["--certificate", server.certificate, "--private-key", server.key])
        #expect(served.address.hasPrefix("https://127.0.0.1:"))
        let trusting = ["--cacert", certificates.authority]
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
        let certificates = try TestCertificates()
        let server = try certificates.server("127.0.0.1")
        let other = try certificates.server("localhost")
        try folder.write("", to: "empty.pem")
        let (missing, empty) = (folder.path("missing"), folder.path("empty.pem"))
        let clearing = try ClearingProcess(ScratchDatabase())
        for (certificate, key, named) in [
            (server.certificate, missing, missing), (missing, server.key, missing),
            (empty, server.key, empty), (server.certificate, empty, empty),
            (server.certificate, other.key, other.key),
        ] {
            let ended = try clearing.run(
                "serve", "--port", "0", "--certificate", certificate, "--private-key", key)
            #expect(ended.code == 69, "\(certificate) \(key): \(ended.errors)")
            #expect(ended.errors.contains(named), "\(certificate) \(key): \(ended.errors)")
            #expect(ended.output.isEmpty, "\(certificate) \(key)")
        }
        let half = try clearing.run("serve", "--certificate", server.certificate)
        #expect(half.code == 64 && half.errors.contains("--private-key"))
    }
}
