import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import HummingbirdTLS
import NIOSSL
import Roaming
import Synchronization
import TestSupport
import Testing

@testable import Hubs

/// Hubs over TLS: certificates are checked, and HTTP/2 is spoken where it is offered.
@Suite(.serialized) struct TLSTests {
    private static func configuration(
        _ server: TestCertificates.Server
    ) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(server.certificate).map {
                .certificate($0)
            }, privateKey: .privateKey(try NIOSSLPrivateKey(file: server.key, format: .pem)))
        configuration.applicationProtocols = ["http/1.1"]
        return configuration
    }

    /// What a hub that answers anything is asked, and how it ends.
    private func ask(
        _ builder: HTTPServerBuilder, trusting authority: String?
    ) async throws -> (fault: HubFault?, speaksHTTP2: Bool, requests: Int) {
        let requests = Atomic<Int>(0)
        return try await ScriptedServer.with(
            over: builder,
            { _, _ in
                requests.add(1, ordering: .relaxed)
                return .list([])
            }
        ) { port in
            var rule = try ConnectionRule.test(port)
            rule.versionsURL = try #require(WebAddress("https://localhost:\(port)/versions"))
            rule.hosts = ["localhost:\(port)"]
            rule.certificateAuthority = authority
            let client = HubClient(rule, run: "test", clock: { ScriptedServer.now })
            var fault: HubFault?
            do throws(HubFault) {
                _ = try await client.get(rule.versionsURL, token: "t", about: "test") {
                    answer throws(HubFault) in answer.status
                }
            } catch {
                fault = error
            }
            let speaks = client.speaksHTTP2
            await client.close()
            return (fault, speaks, requests.load(ordering: .relaxed))
        }
    }

    @Test func `a hub with a good certificate is asked, over HTTP-2 where it offers that`()
        async throws
    {
        let certificates = try TestCertificates()
        let configuration = try Self.configuration(certificates.server())
        let old = try await ask(
            .tls(.http1(), tlsConfiguration: configuration), trusting: certificates.authority)
        #expect(old.fault == nil)
        #expect(!old.speaksHTTP2 && old.requests == 1)
        let new = try await ask(
            .http2Upgrade(tlsConfiguration: configuration), trusting: certificates.authority)
        #expect(new.fault == nil)
        #expect(new.speaksHTTP2 && new.requests == 1)
    }

    @Test func `a certificate that is not to be believed ends it before a word is said`()
        async throws
    {
        let certificates = try TestCertificates()
        let (good, other, old) = (
            try certificates.server(), try certificates.server("hub.example"),
            try certificates.server(until: "20210101000000Z")
        )
        let cases: [(TestCertificates.Server, String?, String)] = [
            // Signed by nobody whom this machine knows.
            (good, nil, "nobody whom we trust"),
            (other, certificates.authority, "for another host"),
            (old, certificates.authority, "expired"),
            (good, "/nonexistent/ca.pem", "holds no certificates"),
        ]
        for (server, authority, words) in cases {
            let builder = try HTTPServerBuilder.tls(
                .http1(), tlsConfiguration: Self.configuration(server))
            let asked = try await ask(builder, trusting: authority)
            #expect(asked.fault?.code == .tlsRefused, "\(words): \(asked)")
            #expect(asked.fault?.text.contains(words) == true, "\(asked)")
            // Asking again would bring the same, and no token was sent.
            #expect(asked.fault?.mayPass == false)
            #expect(asked.requests == 0)
        }
    }

    @Test func `a server that does not speak TLS is told so`() async throws {
        let asked = try await ask(.http1(), trusting: nil)
        #expect(asked.fault?.code == .tlsRefused, "\(asked)")
        #expect(asked.requests == 0)
    }
}
