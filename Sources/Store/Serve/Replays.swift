package import Roaming

/// What an Idempotency-Key of a client has.
package enum StoredReplay: Sendable, Hashable {
    /// Nothing: the caller answers it now.
    case claimed
    /// Another request.
    case other
    /// The same request, which is still being answered.
    case atWork
    case answered([UInt8])
}

extension Connection {
    /// Takes a key for a request, unless it has one. All instances share the keys.
    /// - Parameters:
    ///   - claim: names the caller's try; nobody else has the same.
    ///   - request: SHA-256 of what is asked.
    ///   - until: how long nobody else may take it, should the caller never say how it ended.
    package func replay(
        of client: String, key: String, claim: String, request: [UInt8], now: Instant,
        until: Instant
    ) throws(StoreError) -> StoredReplay {
        // What was there may be over between the two looks, and is then taken at the next.
        for _ in 0..<3 {
            let claimed = try rows(
                .claimReplay,
                [
                    .text(client), .text(key), .text(claim), .bytea(request), .instant(now),
                    .instant(until),
                ]
            ) { (row) throws(StoreError) in row.text(0) }
            guard claimed.isEmpty else { return .claimed }
            let found = try rows(.findReplay, [.text(client), .text(key), .instant(now)]) {
                (row) throws(StoreError) -> StoredReplay in
                guard Array(row.bytes(0)) == request else { return .other }
                return row.bool(1) ? .answered(Array(row.bytes(2))) : .atWork
            }
            if let found = found.first { return found }
        }
        return .atWork
    }

    /// Keeps the answer to a claimed key.
    package func keep(
        _ answer: [UInt8], of client: String, key: String, claim: String, until: Instant
    ) throws(StoreError) {
        try execute(
            .keepReplay,
            [.text(client), .text(key), .text(claim), .bytea(answer), .instant(until)])
    }

    /// Gives a claimed key back that got no answer.
    package func giveBack(
        key: String, of client: String, claim: String
    ) throws(StoreError) {
        try execute(.dropReplay, [.text(client), .text(key), .text(claim)])
    }

    package func forgetReplays(now: Instant) throws(StoreError) {
        try execute(.forgetReplays, [.instant(now)])
    }
}
