import ArgumentParser
import Foundation
import Hubs
import Intake
import Roaming
import Store

struct HubCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hub",
        abstract: "Register with a hub over OCPI, renew the tokens, send what is ours, leave.",
        discussion: """
            Tokens are stored encrypted under the key in \(SecretBox.variable) (64 hexadecimal digits) and
            never printed, but for the one of `invite`. Hubs find us at $CLEARING_VERSIONS_URL. Where token A is found, which the hub gives outside of OCPI, says
            Rules/hubs/<hub>.yaml.
            """,
        subcommands: [
            Register.self, Invite.self, Rotate.self, Leave.self, List.self, Check.self, Push.self,
        ])

    struct Register: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Versions, details, POST credentials: token A is exchanged for ours and theirs.")
        @Argument(help: "The hub, as its rule file is named.")
        var hub: String
        @Flag(help: "Begin again with a new token A, for a hub that has forgotten us.")
        var anew = false
        @OptionGroup var options: HubOptions

        func run() throws {
            let link = try options.exclusively { try $0.register(hub, anew ? .anew : .new) }
            options.print("registered with \(link)", link)
        }
    }

    struct Invite: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make token A for a hub that will register with us, and print it, this once.",
            discussion: """
                Give it to the hub together with our versions URL, over a safe way outside of OCPI. It
                opens our credentials endpoint until the hub has registered, or until the next one.
                """)
        @Argument(help: "The hub, as its rule file is named.")
        var hub: String
        @OptionGroup var options: HubOptions

        func run() throws {
            let versions = try HubDesk.versionsURL().description
            let token = try options.exclusively { try $0.invite(hub) }
            guard !options.json.json else {
                let value = JSONValue.object([
                    ("hub", .string(hub)), ("token", .string(token)), ("url", .string(versions)),
                ])
                return print(value.line)
            }
            print("\(token)  token A for \(hub), to be used at \(versions)")
        }
    }

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "PUT credentials: both tokens are replaced, endpoints looked up again.")
        @Argument(help: "The hub, as its rule file is named.")
        var hub: String
        @OptionGroup var options: HubOptions

        func run() throws {
            let link = try options.exclusively { try $0.rotate(hub) }
            options.print("new tokens with \(link)", link)
        }
    }

    struct Leave: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "DELETE credentials: the hub forgets us, and we its token.")
        @Argument(help: "The hub, as its rule file is named.")
        var hub: String
        @OptionGroup var options: HubOptions

        func run() throws {
            try options.exclusively { try $0.leave(hub) }
            guard !options.json.json else {
                return print(JSONValue.object([("hub", .string(hub)), ("left", .bool(true))]).line)
            }
            print("left \(hub)")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How things stand with every hub that has a connection in Rules/hubs.")
        @OptionGroup var rules: RulesOption
        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption

        func run() throws {
            let (rules, connection) = try HubOptions.open(rules, database)
            let standings = try HubDesk.standings(rules, on: connection)
            guard !json.json else {
                return print(JSONValue.array(standings.map(\.json)).line)
            }
            var table = TextTable(
                [
                    "Hub", "OCPI", "State", "Since", "Pulls", "When", "Contact", "Connected there",
                ].map {
                    (title: $0, alignment: .left)
                })
            for standing in standings {
                table.add([
                    standing.rule.hub,
                    (standing.event?.version ?? standing.rule.version).rawValue, standing.words,
                    standing.event?.at.description ?? "",
                    standing.rule.pull.map(\.rawValue).joined(separator: " "),
                    standing.rule.schedule.words, standing.rule.contact ?? "",
                    standing.clients.map(\.words).joined(separator: ", "),
                ])
            }
            print(table.render(), terminator: "")
        }
    }
}

struct HubOptions: ParsableArguments {
    @OptionGroup var rules: RulesOption
    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption

    /// Reads the rules and brings the database's schema up to date.
    static func open(
        _ rules: RulesOption, _ database: DatabaseOption
    ) throws -> (Rules, Connection) {
        let url = try DatabaseAddress.url(database.url)
        let rules = try Rules.load(rules.directory)
        try Connection(url).migrate(now: .now)
        return (rules, try Connection(url, as: .ingest))
    }

    func exclusively<Value>(_ work: (HubDesk) throws -> Value) throws -> Value {
        let box = try SecretBox.ofEnvironment()
        let (rules, connection) = try Self.open(rules, database)
        return try work(HubDesk(rules: rules, connection: connection, box: box, clock: { .now }))
    }

    func print(_ sentence: String, _ link: HubLink) {
        let modules = Set(link.endpoints.map(\.identifier)).sorted()
        guard !json.json else {
            let value = JSONValue.object([
                ("hub", .string(link.hub)), ("version", .string(link.version.rawValue)),
                ("modules", .array(modules.map(JSONValue.string))),
            ])
            return Swift.print(value.line)
        }
        Swift.print("\(sentence): \(modules.joined(separator: ", "))")
    }
}

extension PullSchedule {
    /// `daily after 02:00 Europe/Paris`
    var words: String {
        switch self {
        case .always: return "always"
        case .hourly: return "hourly"
        case .daily(let cutOff, let timeZone):
            let time = Instant(seconds: Int64(cutOff)).description.dropFirst(11).prefix(5)
            return "daily after \(time) \(timeZone)"
        }
    }
}

extension HubDesk.Standing {
    var words: String {
        switch event?.kind {
        case nil: "not registered"
        case .registered, .rotated: "registered"
        case .left: "left"
        }
    }

    var json: JSONValue {
        .object([
            ("hub", .string(rule.hub)),
            ("version", .string((event?.version ?? rule.version).rawValue)),
            ("state", .string(words)), ("since", .text(event?.at.description)),
            ("pull", .array(rule.pull.map { .string($0.rawValue) })),
            ("schedule", .string(rule.schedule.words)), ("contact", .text(rule.contact)),
            ("clients", .array(clients.map(\.json))),
        ])
    }
}

extension HubClientInfo {
    /// `IN-TPC EMSP CONNECTED`
    fileprivate var words: String { "\(party) \(role) \(status)".printable }

    fileprivate var json: JSONValue {
        .object([
            ("party", .string(party.description)), ("role", .string(role)),
            ("status", .string(status)), ("last_updated", .string(lastUpdated.description)),
        ])
    }
}
