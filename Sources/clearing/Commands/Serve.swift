import API
import ArgumentParser
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import NIOCore
import NIOSSL
import Roaming
import Store

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answer over HTTP: the REST read API, and OCPI for hubs.",
        discussion: """
            What there is: GET /docs, and GET /openapi.json for programs. Who may ask: `clearing client`.
            Access tokens (POST /oauth/token) need a key of `clearing client signing-key` and the variable
            \(SecretBox.variable) it is sealed under; API keys need neither. Several instances may serve
            one database. SIGTERM lets requests end. The log goes to standard error, a JSON line a request.
            GET /metrics, /healthz and /readyz answer anybody who reaches the port: let a proxy keep them inside.

            With \(SecretBox.variable) set it is also the OCPI partner that hubs push to and pull from, below
            /ocpi. Hubs find it at $CLEARING_VERSIONS_URL, which `clearing hub register` tells them. What
            they push is taken in by the next `clearing ingest`.
            """)

    @Option(help: "The address to listen at.")
    var host = "127.0.0.1"
    @Option(help: "The port; 0 for any that is free.")
    var port = 8080
    @Option(help: "Connections to PostgreSQL, and no more.")
    var connections = 8
    @Option(help: "Requests a minute of one client, over all instances.")
    var requestsPerMinute = 1000
    @Option(help: "What access tokens call this service (its address, usually).")
    var issuer = "http://127.0.0.1:8080"
    @Option(help: "How long an access token is good.")
    var tokenSeconds: Int64 = 300
    @Option(help: "A web origin whose pages may ask; may be given several times; * for any.")
    var origin: [String] = []
    @Option(help: ArgumentHelp("Serve TLS by this certificate chain.", valueName: "PEM"))
    var certificate: String?
    @Option(help: ArgumentHelp("And its private key.", valueName: "PEM"))
    var privateKey: String?
    @Option(help: "Milliseconds that the body of a request may take.")
    var bodyTimeout = 10_000
    @OptionGroup var rules: RulesOption
    @OptionGroup var database: DatabaseOption

    func validate() throws {
        guard (0...65_535).contains(port), (1...200).contains(connections),
            (1...10_000_000).contains(requestsPerMinute), (100...600_000).contains(bodyTimeout),
            (60...3600).contains(tokenSeconds)
        else {
            throw ValidationError(
                "--port up to 65535, --connections 1 to 200, --requests-per-minute 1 to 10000000,"
                    + " --body-timeout 100 to 600000, --token-seconds 60 to 3600")
        }
        guard (certificate == nil) == (privateKey == nil) else {
            throw ValidationError("give both --certificate and --private-key, or neither")
        }
    }

    func run() throws {
        let rules = try Rules.load(rules.directory)
        let box =
            try Home.environment(SecretBox.variable) == nil ? nil : SecretBox.ofEnvironment()
        let log = LogWriter(STDERR_FILENO)
        defer { log.flush() }
        let api = try api(rules, box, log)
        let router = Router(context: BasicRequestContext.self)
        // Before the API, whose middleware asks for other credentials.
        if let box { try ocpi(rules, box).add(to: router) }
        api.add(to: router)
        api.addEnd(to: router)
        let (responder, server) = (router.buildResponder(), try channel())
        let (host, port) = (host, port)
        let scheme = certificate == nil ? "http" : "https"
        try waiting {
            try await api.serve(responder, at: .hostname(host, port: port), server: server) {
                port in
                print("serving on \(scheme)://\(host):\(port)")
                fflush(nil)
            }
        }
    }

    private func ocpi(_ rules: Rules, _ box: SecretBox) throws -> OCPIHost {
        try OCPIHost(
            databaseURL: try DatabaseAddress.url(database.url), rules: rules, box: box,
            versions: try HubDesk.versionsURL(), clock: { .now })
    }

    private func api(_ rules: Rules, _ box: SecretBox?, _ log: LogWriter) throws -> APIHost {
        var settings = APIHost.Settings(database: try DatabaseAddress.url(database.url))
        settings.limits.connections = connections
        settings.requestsPerMinute = requestsPerMinute
        settings.issuer = issuer
        settings.tokenSeconds = tokenSeconds
        settings.origins = origin
        settings.bodyMilliseconds = bodyTimeout
        settings.isEncrypted = certificate != nil
        settings.version = Build.version
        return APIHost(
            settings, around: .ofProgram(log),
            workings: .ofProgram(
                rules, databaseURL: settings.database, reports: try Home.reports(nil)),
            openKeys: { stored in
                guard let box else { return [] }
                return try ClientDesk.open(stored, box)
            })
    }

    private func channel() throws -> HTTPServerBuilder {
        // Who says nothing for a minute is gone.
        let plain = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(60)))
        guard let certificate, let privateKey else { return plain }
        let chain = (try? NIOSSLCertificate.fromPEMFile(certificate)) ?? []
        guard !chain.isEmpty else {
            throw Failure.unavailable("there is no certificate to be read in \(certificate)")
        }
        guard let key = try? NIOSSLPrivateKey(file: privateKey, format: .pem) else {
            throw Failure.unavailable("there is no private key to be read in \(privateKey)")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        do {
            // Tried here, since the server would only find out once it listens.
            _ = try NIOSSLContext(configuration: configuration)
            return try .tls(plain, tlsConfiguration: configuration)
        } catch {
            throw Failure.unavailable(
                "the key in \(privateKey) is not that of the certificate in \(certificate)")
        }
    }
}

extension Surroundings {
    fileprivate static func ofProgram(_ log: LogWriter) -> Surroundings {
        Surroundings(
            clock: { .now },
            uptime: { DispatchTime.now().uptimeNanoseconds },
            unguessable: { SecretBox.random($0) },
            log: { line in log.write(line) })
    }
}
