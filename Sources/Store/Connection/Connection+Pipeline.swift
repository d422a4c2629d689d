import CLibPQ

extension Connection {
    /// The first row of a statement within a reach, or nil. The reach holds for this one statement: both are
    /// sent together, as one transaction, and cost one round trip (libpq, 34.5 "Pipeline Mode"). They
    /// stay prepared on the connection.
    func firstRow(
        _ query: Query, _ parameters: [Parameter], within reach: Reach
    ) throws(StoreError) -> RowReader? {
        do {
            return try pipelineRow(query, parameters, within: reach)
        } catch {
            guard Self.planIsGone.contains(error.sqlState), isAtRest else { throw error }
            return try pipelineRow(query, parameters, within: reach)
        }
    }

    /// The statement is not prepared any more, or a migration changed what it gives: nothing was read, and
    /// it is prepared again.
    private static let planIsGone = ["26000", "0A000"]

    private func pipelineRow(
        _ query: Query, _ parameters: [Parameter], within reach: Reach
    ) throws(StoreError) -> RowReader? {
        precondition(!isStreaming, "a result is still being read on this connection")
        let steps = [reach.entry, (query, parameters)]
        guard PQenterPipelineMode(handle) == 1 else {
            throw StoreError(.connection, lastMessage(), query: query.name)
        }
        let fresh = steps.map(\.0).filter { !prepared.contains($0.name) }
        for step in fresh {
            try sent(
                PQsendPrepare(
                    handle, step.name, step.text, Int32(step.parameters.count),
                    step.parameters.map(\.oid)), step.name)
        }
        for (step, values) in steps {
            let count = Int32(values.count)
            try sent(
                ParameterList(values).withPointers { values, lengths, formats in
                    PQsendQueryPrepared(handle, step.name, count, values, lengths, formats, 1)
                }, step.name)
        }
        try sent(PQpipelineSync(handle), query.name)
        return try pipelined(fresh, steps.map(\.0)).map { RowReader(self, query, at: $0) }
    }

    private func sent(_ done: Int32, _ name: String) throws(StoreError) {
        // Nothing is sent on a connection that broke; it is not used again.
        guard done == 1 else { throw StoreError(.connection, lastMessage(), query: name) }
    }

    /// Reads what comes back: of each statement that was prepared, of each that was run, and of the end.
    /// - Returns: the result of the last, where it has a row.
    private func pipelined(
        _ fresh: [Query], _ steps: [Query]
    ) throws(StoreError) -> OpaquePointer? {
        var failure: StoreError?
        var last: OpaquePointer?
        for (place, step) in (fresh + steps).enumerated() {
            if let last { PQclear(last) }
            last = PQgetResult(handle)
            do {
                try check(last, name: step.name)
                if place < fresh.count { prepared.insert(step.name) }
            } catch {
                // What follows the first failure says only that it was not done.
                failure = failure ?? error
            }
            while let rest = PQgetResult(handle) { PQclear(rest) }
        }
        // The end, which has no more results behind it.
        PQclear(PQgetResult(handle))
        let isOver = PQexitPipelineMode(handle) == 1
        if failure == nil, isOver, PQntuples(last) > 0 { return last }
        PQclear(last)
        guard failure != nil || !isOver else { return nil }
        // What is prepared may be what failed.
        prepared = []
        if isOver { try? run("DEALLOCATE ALL", name: "deallocate") }
        throw failure ?? StoreError(.connection, lastMessage(), query: "pipeline")
    }
}
