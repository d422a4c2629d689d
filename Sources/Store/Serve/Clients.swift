package import Roaming

/// A program that may ask the API, as it is kept.
package struct StoredClient: Sendable, Hashable {
    package struct Secret: Sendable, Hashable {
        package let ordinal: Int
        package let salt: [UInt8]
        /// Binary logarithm of scrypt's N.
        package let cost: Int
        package let hash: [UInt8]
        package let addedAt: Instant
        /// Nil while it is good for ever.
        package let revokedSince: Instant?

        package init(
            ordinal: Int, salt: [UInt8], cost: Int, hash: [UInt8], addedAt: Instant,
            revokedSince: Instant? = nil
        ) {
            self.ordinal = ordinal
            self.salt = salt
            self.cost = cost
            self.hash = hash
            self.addedAt = addedAt
            self.revokedSince = revokedSince
        }
    }

    /// Which rows it may see, by name only: whose sites a vendor has is in the rules.
    package enum ReachName: Sendable, Hashable { case all, party(String), vendor(String) }

    package let name: String
    package let scopes: [String]
    package let reach: ReachName
    package let addedAt: Instant
    package var secrets: [Secret]

    package init(
        name: String, scopes: [String], reach: ReachName, addedAt: Instant, secrets: [Secret]
    ) {
        self.name = name
        self.scopes = scopes
        self.reach = reach
        self.addedAt = addedAt
        self.secrets = secrets
    }
}

/// A key that signs access tokens, its private half sealed.
package struct StoredSigningKey: Sendable, Hashable {
    package let name: String
    package let sealed: [UInt8]
    package let addedAt: Instant

    package init(name: String, sealed: [UInt8], addedAt: Instant) {
        self.name = name
        self.sealed = sealed
        self.addedAt = addedAt
    }
}

extension Connection {
    /// By name, their secrets in the order they were made.
    package func clients() throws(StoreError) -> [StoredClient] {
        var clients: [StoredClient] = []
        let reader = try stream(.listClients)
        while try reader.next() {
            let secret = StoredClient.Secret(
                ordinal: reader.int4(5), salt: Array(reader.bytes(6)), cost: reader.int4(7),
                hash: Array(reader.bytes(8)), addedAt: reader.instant(9),
                revokedSince: reader.instantIfAny(10))
            if clients.last?.name == reader.text(0) {
                clients[clients.count - 1].secrets.append(secret)
                continue
            }
            let reach: StoredClient.ReachName =
                switch reader.text(2) {
                case "party": .party(reader.text(3))
                case "vendor": .vendor(reader.text(3))
                default: .all
                }
            clients.append(
                StoredClient(
                    name: reader.text(0), scopes: reader.texts(1), reach: reach,
                    addedAt: reader.instant(4), secrets: [secret]))
        }
        return clients
    }

    package func signingKeys() throws(StoreError) -> [StoredSigningKey] {
        try rows(.listSigningKeys) { (row) throws(StoreError) in
            StoredSigningKey(
                name: row.text(0), sealed: Array(row.bytes(1)), addedAt: row.instant(2))
        }
    }

    /// Notes that a client is about to be shown personal data. Durable when it returns.
    package func noteReading(
        at now: Instant, by client: String, request: String, route: String, subject: String
    ) throws(StoreError) {
        try execute(
            .insertReading,
            [.instant(now), .text(client), .text(request), .text(route), .text(subject)])
    }

    /// Takes requests out of a client's minute, which all instances share.
    /// - Returns: how many the caller got; 0 when the minute is used up.
    package func takeAllowance(
        of client: String, minute: Int64, wanted: Int, limit: Int
    ) throws(StoreError) -> Int {
        try rows(.takeAllowance, [.text(client), .int8(minute), .int4(wanted), .int4(limit)]) {
            (row) throws(StoreError) in row.int4(0)
        }.first ?? 0
    }

    package func forgetAllowances(before minute: Int64) throws(StoreError) {
        try execute(.forgetAllowances, [.int8(minute)])
    }
}

extension Transaction {
    package borrowing func add(_ client: StoredClient) throws(StoreError) {
        let (reach, of): (String, String?) =
            switch client.reach {
            case .all: ("all", nil)
            case .party(let party): ("party", party)
            case .vendor(let vendor): ("vendor", vendor)
            }
        try connection.execute(
            .insertClient,
            [
                .text(client.name), .texts(client.scopes), .text(reach), .text(of),
                .instant(client.addedAt),
            ])
        for secret in client.secrets { try add(secret, of: client.name) }
    }

    package borrowing func add(
        _ secret: StoredClient.Secret, of client: String
    ) throws(StoreError) {
        try connection.execute(
            .insertSecret,
            [
                .text(client), .int4(secret.ordinal), .bytea(secret.salt), .int4(secret.cost),
                .bytea(secret.hash), .instant(secret.addedAt),
            ])
    }

    package borrowing func revoke(
        _ secret: StoredClient.Secret, of client: String, since: Instant, now: Instant
    ) throws(StoreError) {
        try connection.execute(
            .insertRevocation,
            [.text(client), .int4(secret.ordinal), .instant(since), .instant(now)])
    }

    package borrowing func add(_ key: StoredSigningKey) throws(StoreError) {
        try connection.execute(
            .insertSigningKey, [.text(key.name), .bytea(key.sealed), .instant(key.addedAt)])
    }
}
