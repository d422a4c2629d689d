package import Roaming

/// What was posted for one version of a month.
package struct Posted: Sendable, Hashable {
    package let entries: Int
    /// Of the version before, taken back.
    package let reversals: Int
}

extension Transaction {
    /// Copies the journal of a closed settle run into the ledger as a version of its month; before
    /// that, what the version before had posted is taken back, entry by entry. Every entry is named by
    /// its source event, `2026-10/v1/RECEIVABLE_ACCRUED/…`, its reversal by that and `/reversal`.
    ///
    /// The transaction is the caller's, so that a close and its postings stand or fall together; its
    /// role needs what `clearing_post` may do. The same version of the same run again posts nothing.
    /// Postings wait for each other until their transactions end.
    /// - Parameter at: when it was posted; for people, nothing depends on it.
    /// - Throws: `StoreError` of kind `.schema` when the run is not a closed settle run of the month,
    ///   when versions would not follow each other, when the version is posted from another run, or
    ///   when a rate is missing for something booked. Nothing is posted then.
    @discardableResult
    package func post(
        month: Month, version: Int, settledBy run: Run, at: Instant
    ) throws(StoreError) -> Posted {
        guard run.job == .settle, run.month == month, run.status == .closed else {
            throw refusal("run \(run.id) is not a closed settle run of \(month)")
        }
        _ = try connection.rows(.lockLedger) { _ in }
        let versions = try connection.rows(.ledgerVersions, [.month(month)]) { row in
            (version: row.int4(0), run: row.int8(1), lastRun: row.int8(2))
        }
        if let posted = versions.first(where: { $0.version == version }) {
            guard posted.run == run.id, posted.lastRun == run.id else {
                throw refusal("\(month) v\(version) is posted already, from run \(posted.run)")
            }
            return try count(month, version)
        }
        let last = versions.last?.version ?? 0
        // A version of a month in which nothing happened has no entries here.
        guard version > last else {
            throw refusal("\(month) v\(version) cannot follow v\(last) in the ledger")
        }
        try requireRates(run)
        if last > 0 {
            try connection.execute(
                .postReversals,
                [.month(month), .int4(last), .int8(run.id), .instant(at), .int4(version)])
        }
        try connection.execute(
            .postEntries, [.month(month), .int4(version), .int8(run.id), .instant(at)])
        return try count(month, version)
    }

    private func count(_ month: Month, _ version: Int) throws(StoreError) -> Posted {
        let counts = try connection.rows(.countEntries, [.month(month), .int4(version)]) { row in
            Posted(entries: Int(row.int8(0)), reversals: Int(row.int8(1)))
        }
        return counts.first ?? Posted(entries: 0, reversals: 0)
    }

    private func requireRates(_ run: Run) throws(StoreError) {
        let missing = try connection.rows(.entriesWithoutRate, [.int8(run.id)]) { row in
            "\(row.text(0)) in \(row.text(1)) (\(row.text(2)))"
        }
        guard missing.isEmpty else {
            throw refusal("no rate is known of \(missing.joined(separator: ", ")); see Rules/fx")
        }
    }

    private func refusal(_ text: String) -> StoreError {
        StoreError(.refused, text, query: Query.postEntries.name)
    }
}
