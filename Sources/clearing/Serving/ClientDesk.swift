import API
import Foundation
import Roaming
import Store

/// Adds clients of the API, gives them new secrets and takes old ones away.
struct ClientDesk {
    let connection: Connection
    let clock: () -> Instant

    init(databaseURL: String, clock: @escaping () -> Instant) throws {
        connection = try Connection(databaseURL, as: .access)
        self.clock = clock
    }

    /// - Returns: the secret, which nobody can show again.
    func add(
        _ name: String, scopes: [Scope], reach: StoredClient.ReachName
    ) throws -> String {
        guard try connection.clients().allSatisfy({ $0.name != name }) else {
            throw Failure.refused("there is a client \(name) already; `clearing client rotate` it")
        }
        let now = clock()
        let made = try Secrets.make(ordinal: 1, now: now, random: SecretBox.random)
        let transaction = try connection.begin()
        try transaction.add(
            StoredClient(
                name: name, scopes: scopes.map(\.rawValue).sorted(), reach: reach, addedAt: now,
                secrets: [made.stored]))
        try transaction.commit()
        return made.secret
    }

    /// - Parameter overlapSeconds: how long the secrets of before are still good.
    func rotate(_ name: String, overlapSeconds: Int64) throws -> String {
        let client = try client(name)
        let now = clock()
        let made = try Secrets.make(
            ordinal: client.secrets.count + 1, now: now, random: SecretBox.random)
        let transaction = try connection.begin()
        try transaction.add(made.stored, of: name)
        for secret in client.secrets where secret.isGood(now) {
            try transaction.revoke(
                secret, of: name, since: now.advanced(bySeconds: overlapSeconds), now: now)
        }
        try transaction.commit()
        return made.secret
    }

    /// - Returns: how many secrets were still good.
    func revoke(_ name: String) throws -> Int {
        let now = clock()
        let good = try client(name).secrets.filter { $0.isGood(now) }
        let transaction = try connection.begin()
        for secret in good { try transaction.revoke(secret, of: name, since: now, now: now) }
        try transaction.commit()
        return good.count
    }

    /// A new key that signs access tokens. Those of before go on being good for checking.
    func addSigningKey(_ box: SecretBox) throws -> String {
        let now = clock()
        let name = "key-\(try connection.signingKeys().count + 1)"
        let sealed = try box.seal(SigningKey.newPEM(), for: Self.purpose(name))
        let transaction = try connection.begin()
        try transaction.add(StoredSigningKey(name: name, sealed: sealed, addedAt: now))
        try transaction.commit()
        return name
    }

    /// The two newest: the one that signs and the one before, whose tokens are not over yet.
    static func open(_ stored: [StoredSigningKey], _ box: SecretBox) throws -> [SigningKey] {
        try stored.prefix(2).map { key in
            try SigningKey(
                name: key.name, pem: box.open(key.sealed, for: purpose(key.name)),
                addedAt: key.addedAt)
        }
    }

    private static func purpose(_ key: String) -> String { "signing key \(key)" }

    private func client(_ name: String) throws -> StoredClient {
        guard let client = try connection.clients().first(where: { $0.name == name }) else {
            throw Failure.refused("there is no client \(name); see `clearing client list`")
        }
        return client
    }
}
