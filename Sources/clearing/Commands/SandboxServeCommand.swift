import ArgumentParser
import Foundation
import Hubs
import Roaming
import Sandbox

extension SandboxCommand {
    struct Serve: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Be the six hubs of a sandbox month: real OCPI servers on this machine.",
            discussion: """
                Each has the temper of a real one: volt-link speaks 2.1.1, gireve sends no Link, hubject
                has pages of 100, bharat-roaming takes tokens unencoded, ev-recharge is slow, chargegrid
                answers 429 and 500 now and then. --faults adds what goes wrong on the way:
                \(FaultProfile.allCases.map(\.rawValue).joined(separator: ", ")).
                Token A of each hub is printed as the line that sets its variable.
                """)

        @Option(help: "Decides the month, the tokens and the faults.")
        var seed: UInt64 = 1
        @Option(name: .customLong("month"), help: "The month, like 2026-10.")
        var month: Month = SandboxMonths.standard
        @Option(help: "How many charging sessions.")
        var sessions = 2000
        @Option(help: "Serve this directory of `sandbox generate` instead of making a month.")
        var from: String?
        @Option(help: "How many of the hubs, by name.")
        var hubs = 6
        @Option(help: "What goes wrong on the way to them.")
        var faults: FaultProfile = .none
        @Option(help: "The port on 127.0.0.1; 0 for any that is free.")
        var port = 8722
        @OptionGroup var rules: RulesOption

        func validate() throws {
            guard (1...6).contains(hubs), (0...65_535).contains(port),
                (1...10_000_000).contains(sessions)
            else {
                throw ValidationError(
                    "--hubs is from 1 to 6, --port up to 65535, --sessions up to 10000000")
            }
        }

        func run() throws {
            let directory =
                try from.map { URL(fileURLWithPath: $0, isDirectory: true) }
                ?? SandboxMonths.standardDirectory(
                    SandboxOrder(seed: seed, month: month, sessions: sessions))
            let stocks = try SandboxStocks.read(
                directory, rules: try Rules.load(rules.directory), hubs: hubs)
            let server = SandboxServer(
                stocks, seed: seed, faults: faults, port: port, clock: { .now })
            let lines = server.hubs.map { hub in
                let name = hub.stock.hub.uppercased().map { $0 == "-" ? "_" : String($0) }
                return "export CLEARING_TOKEN_\(name.joined())=\(hub.tokenA)"
            }
            try waiting {
                try await server.run { port in
                    print(lines.joined(separator: "\n"))
                    print("# \(lines.count) hubs on http://127.0.0.1:\(port)/<hub>/ocpi/versions")
                    fflush(nil)
                }
            }
        }
    }
}

extension FaultProfile: ExpressibleByArgument {}
