import API
import ArgumentParser
import Foundation
import Hummingbird
import Store

/// The bare server of `clearing bench api`, as a process of its own like the one it is held against.
struct BareServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bare-server", abstract: "Serve CDRs with nothing around the lookup.",
        shouldDisplay: false)

    @Option(help: "Connections to PostgreSQL.")
    var connections: Int
    @OptionGroup var database: DatabaseOption

    func run() throws {
        var limits = ConnectionPool.Limits()
        limits.connections = connections
        let bare = BareRoute(database: try DatabaseAddress.url(database.url), limits: limits)
        let router = Router(context: BasicRequestContext.self)
        bare.add(to: router)
        let application = Application(
            responder: router.buildResponder(),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                print("serving on http://127.0.0.1:\(channel.localAddress?.port ?? 0)")
                fflush(nil)
            })
        try waiting {
            try await application.runService()
            await bare.shutDown()
        }
    }
}
