import API
import ArgumentParser
import Foundation
import Roaming
import Settlement
import Store

struct ClientCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client", abstract: "Say who may ask the API, and for what.",
        discussion: """
            A client's secret is shown once and kept as a hash. It serves as API key
            (X-API-Key: client.secret) and as client secret of OAuth 2.0 (POST /oauth/token).
            Scopes: \(Scope.allCases.map(\.rawValue).joined(separator: ", ")).
            """,
        subcommands: [Add.self, List.self, Rotate.self, Revoke.self, Key.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a client; prints its API key, once.")
        @Argument(help: "Its name: small letters, digits and hyphens.")
        var name: String
        @Option(name: .customLong("scope"), help: "What it may do; may be given several times.")
        var scopes: [Scope]
        @Option(help: "It sees what was exchanged with this partner only (IN-TPC).")
        var party: String?
        @Option(help: "It sees what was charged at this vendor's sites only.")
        var vendor: String?
        @OptionGroup var rules: RulesOption
        @OptionGroup var database: DatabaseOption

        func validate() throws {
            let isName =
                (2...63).contains(name.utf8.count)
                && name.utf8.allSatisfy {
                    (48...57).contains($0) || (97...122).contains($0) || $0 == 45
                } && !name.hasPrefix("-")
            guard isName else {
                throw ValidationError("a name has 2 to 63 small letters, digits and hyphens")
            }
            guard !scopes.isEmpty else { throw ValidationError("give at least one --scope") }
            guard party == nil || vendor == nil else {
                throw ValidationError("give --party or --vendor, not both")
            }
            guard party.map({ PartyID($0) != nil }) ?? true else {
                throw ValidationError("--party is a country and party id like IN-TPC")
            }
        }

        func run() throws {
            var reach = StoredClient.ReachName.all
            if let party = party.flatMap({ PartyID($0) }) { reach = .party(party.description) }
            if let vendor {
                guard try Rules.load(rules.directory).vendors.contains(where: { $0.id == vendor })
                else { throw Failure.refused("Rules/vendors has no \(vendor)") }
                reach = .vendor(vendor)
            }
            let desk = try ClientCommand.desk(database)
            let secret = try desk.add(name, scopes: scopes, reach: reach)
            print(Secrets.apiKey(client: name, secret: secret))
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The clients there are.")
        @OptionGroup var database: DatabaseOption
        @OptionGroup var json: JSONOption

        func run() throws {
            let desk = try ClientCommand.desk(database)
            let (clients, now) = (try desk.connection.clients(), desk.clock())
            guard !json.json else {
                return print(JSONValue.array(clients.map { $0.json(now) }).line)
            }
            var table = TextTable(
                ["Client", "Sees", "Scopes", "Secrets", "Since"].map {
                    (title: $0, alignment: .left)
                })
            for client in clients {
                table.add([
                    client.name, client.sees, client.scopes.joined(separator: " "),
                    "\(client.secrets.count { $0.isGood(now) }) of \(client.secrets.count)",
                    client.addedAt.description,
                ])
            }
            print(table.render(), terminator: "")
        }
    }

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a client a new secret; prints its API key, once.")
        @Argument(help: "The client.")
        var name: String
        @Option(help: "Hours in which the old secret is good too.")
        var overlap = 0
        @OptionGroup var database: DatabaseOption

        func validate() throws {
            guard (0...8760).contains(overlap) else {
                throw ValidationError("--overlap is from 0 to 8760 hours")
            }
        }

        func run() throws {
            let secret = try ClientCommand.desk(database)
                .rotate(name, overlapSeconds: Int64(overlap) * 3600)
            print(Secrets.apiKey(client: name, secret: secret))
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a client's secrets and tokens away, within seconds.")
        @Argument(help: "The client.")
        var name: String
        @OptionGroup var database: DatabaseOption

        func run() throws {
            let count = try ClientCommand.desk(database).revoke(name)
            print("\(name): \(count) secrets revoked")
        }
    }

    struct Key: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "signing-key",
            abstract: "Make a new key that signs access tokens; once a quarter, say.",
            discussion: """
                It is kept sealed under the key in \(SecretBox.variable), and signs once every instance has
                had a minute to learn of it. The one before still verifies; older ones do not.
                """)
        @OptionGroup var database: DatabaseOption

        func run() throws {
            let box = try SecretBox.ofEnvironment()
            print(try ClientCommand.desk(database).addSigningKey(box))
        }
    }

    static func desk(_ database: DatabaseOption) throws -> ClientDesk {
        try ClientDesk(databaseURL: DatabaseAddress.url(database.url), clock: { .now })
    }
}

extension Scope: ExpressibleByArgument {}

extension StoredClient {
    fileprivate var sees: String {
        switch reach {
        case .all: "everything"
        case .party(let party): "partner \(party)"
        case .vendor(let vendor): "vendor \(vendor)"
        }
    }

    fileprivate func json(_ now: Instant) -> JSONValue {
        .object([
            ("client", .string(name)), ("sees", .string(sees)),
            ("scopes", .array(scopes.map(JSONValue.string))),
            ("secrets_good", .integer(secrets.count { $0.isGood(now) })),
            ("secrets", .integer(secrets.count)), ("added_at", .string(addedAt.description)),
        ])
    }
}
