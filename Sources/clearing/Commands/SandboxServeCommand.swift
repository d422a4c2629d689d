import ArgumentParser
import Foundation
import Hubs
import Intake
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
                Five chargers of partners work meanwhile (--chargers 0: none): drivers of ours plug in and
                leave, and their sessions and CDRs come with the next pull. The hubs' clock starts with
                the month and goes --speed times as fast as ours.
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
        @Option(help: "How many chargers of partners work by themselves, each at another hub.")
        var chargers = 5
        @Option(help: "How many times as fast as real time the chargers' time goes by.")
        var speed = 600
        @Option(
            help: "Also send objects of this module to whoever has registered; may be given again.")
        var push: [Module] = []
        @Option(help: "The port on 127.0.0.1; 0 for any that is free.")
        var port = 8722
        @OptionGroup var rules: RulesOption

        func validate() throws {
            guard (1...6).contains(hubs), (0...65_535).contains(port),
                (1...10_000_000).contains(sessions),
                (0...SimulatedChargers.most).contains(chargers), (1...1_000_000).contains(speed)
            else {
                throw ValidationError(
                    "--hubs is from 1 to 6, --port up to 65535, --sessions up to 10000000, --chargers"
                        + " up to \(SimulatedChargers.most), --speed up to 1000000")
            }
        }

        func run() throws {
            let directory =
                try from.map { URL(fileURLWithPath: $0, isDirectory: true) }
                ?? SandboxMonths.standardDirectory(
                    SandboxOrder(seed: seed, month: month, sessions: sessions))
            let stocks = try SandboxStocks.read(
                directory, rules: try Rules.load(rules.directory), hubs: hubs)
            let clock = clock
            let live = LiveChargers(
                SimulatedChargers(seed: seed, month: month, count: chargers))
            var server = SandboxServer(
                stocks, seed: seed, faults: faults, port: port, clock: clock,
                live: { live.objects(of: $1, at: $0, now: $2) })
            server.pushing = push
            server.report = { hub, words in
                print("# \(hub): \(words.printable)")
                fflush(nil)
            }
            let lines = server.hubs.map { hub in
                let name = hub.stock.hub.uppercased().map { $0 == "-" ? "_" : String($0) }
                return "export CLEARING_TOKEN_\(name.joined())=\(hub.tokenA)"
            }
            try waiting { [server, words] in
                try await server.run { port in
                    print(lines.joined(separator: "\n"))
                    if let words { print("# \(words)") }
                    print("# \(lines.count) hubs on http://127.0.0.1:\(port)/<hub>/ocpi/versions")
                    fflush(nil)
                }
            }
        }
    }
}

extension SandboxCommand.Serve {
    /// The hubs' time: real, or the month from its first moment on where chargers work faster.
    private var clock: @Sendable () -> Instant {
        guard chargers > 0 else { return { .now } }
        let (began, speed) = (Instant.now, Int64(speed))
        let start = SimulatedChargers.start(of: month)
        return {
            Instant(
                milliseconds: start.milliseconds + Instant.now.milliseconds(since: began) * speed)
        }
    }

    /// What the chargers are at.
    private var words: String? {
        guard chargers > 0 else { return nil }
        return
            "\(chargers) chargers work by themselves from \(SimulatedChargers.start(of: month)) on,"
            + " \(speed) times as fast as real ones"
    }
}

extension FaultProfile: ExpressibleByArgument {}
