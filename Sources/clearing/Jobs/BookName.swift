import Hashing
import Intake
import Roaming
import Sandbox

/// Whose objects are kept together: natural keys, versions and conflicts hold within one book.
enum BookName {
    /// What is delivered bit by bit by `clearing ingest`.
    case standing
    /// A directory that is cleared as a whole by `clearing month --from`: its result depends on
    /// what is in it and on nothing that some other directory brought before.
    case ofInput
    /// The sandbox month that is pulled from its hubs: what it brings is mixed with nothing real.
    case sandbox(SandboxOrder)
    /// What a measurement takes in, once a seed and way.
    case bench(UInt64, String)

    /// The book's name. A record's side follows from our parties, so other parties in `Rules/hubs`
    /// mean another book.
    func name(manifest: String, rules: Rules) -> String {
        switch self {
        case .standing: "standing \(rules.partiesHash)"
        case .sandbox(let order):
            "sandbox \(order.month) \(order.sessions) \(order.seed) \(rules.partiesHash)"
        case .bench(let seed, let way): "bench \(seed) \(way) \(rules.partiesHash)"
        case .ofInput: "input \(manifest) \(rules.partiesHash)"
        }
    }
}

extension Rules {
    /// SHA-256 over what decides which side a record is on.
    var partiesHash: String {
        let lines = hubs.map { hub in
            let ours = hub.ours.sorted().map(\.description).joined(separator: " ")
            let other = hub.counterparty?.description ?? "-"
            return "\(hub.name) \(hub.version.rawValue) \(other) \(ours)"
        }
        return digest(of: Array(lines.joined(separator: "\n").utf8)).description
    }
}
