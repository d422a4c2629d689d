import CLibPQ

/// One connection to PostgreSQL. A class because it owns a C resource that lives as long as its
/// last user; not `Sendable`: one thread at a time.
package final class Connection {
    let handle: OpaquePointer
    /// A reader is streaming: libpq takes no other statement until it ends.
    private(set) var isStreaming = false
    /// Session locks of jobs; taking one twice would need giving it back twice.
    var locksHeld: Set<JobLock> = []
    /// Names of the statements that were prepared on this connection.
    var prepared: Set<String> = []

    /// - Parameters:
    ///   - address: a libpq connection string or URL, as in `DATABASE_URL`.
    ///   - database: another database on that server, instead of the one the address names.
    ///   - stage: the job's role; every statement then runs with its grants. Nil for the owner
    ///     (migrations).
    /// - Throws: `StoreError` of kind `.connection`, or `.privilege` when the login may not take
    ///   the role.
    package init(
        _ address: String, database: String? = nil, as stage: StageRole? = nil
    ) throws(StoreError) {
        // A `dbname` after the expanded address overrides the address's own (libpq, 34.1).
        let handle = "dbname".withCString { keyword in
            address.withCString { address in
                (database ?? "").withCString { database in
                    PQconnectdbParams(
                        [keyword, keyword, nil], [address, database, nil], 1)
                }
            }
        }
        guard let handle else {
            throw StoreError(.connection, "out of memory", query: "connect")
        }
        self.handle = handle
        guard PQstatus(handle) == CONNECTION_OK else {
            throw StoreError(.connection, lastMessage(), query: "connect")
        }
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        try prepareSession(as: stage)
    }

    deinit { PQfinish(handle) }

    private func prepareSession(as stage: StageRole?) throws(StoreError) {
        // UTC and ISO keep text casts in SQL independent of the server's settings. The check
        // interval frees the locks of a killed client in the middle of a long statement.
        try run(
            """
            SET client_encoding = 'UTF8'; SET timezone = 'UTC'; SET datestyle = 'ISO, YMD';
            SET bytea_output = 'hex'; SET plan_cache_mode = force_custom_plan;
            SET client_connection_check_interval = '1s'; SET application_name = 'clearing'
            """, name: "session")
        guard let stage else { return }
        if stage == .api {
            // The few statements that are prepared are planned for any value, which is all they need.
            try run("SET plan_cache_mode = auto", name: "session")
        }
        do {
            try run("SET ROLE \(stage.rawValue)", name: "set_role")
        } catch {
            throw StoreError(
                .privilege,
                "this login may not act as \(stage.rawValue); run `clearing db migrate`, or let"
                    + " the administrator run: GRANT \(stage.rawValue) TO CURRENT_USER;",
                query: "set_role", sqlState: error.sqlState)
        }
        // Compiling a plan costs more than any statement here gains by it, and a partner's rows are
        // best looked up by index long before the planner's idea of a spinning disk would.
        try run(
            """
            SET temp_buffers = '64MB'; SET work_mem = '64MB'; SET jit = off;
            SET random_page_cost = 1.1
            """, name: "session")
    }

    /// One or more statements without parameters and without result rows.
    func run(_ sql: String, name: String) throws(StoreError) {
        precondition(!isStreaming, "a result is still being read on this connection")
        let result = PQexec(handle, sql)
        defer { PQclear(result) }
        try check(result, name: name)
    }

    /// Sends a statement whose rows are read elsewhere. Binary in, binary out.
    func send(_ query: Query, _ parameters: [Parameter], singleRow: Bool) throws(StoreError) {
        precondition(!isStreaming, "a result is still being read on this connection")
        precondition(
            parameters.count == query.parameters.count, "\(query.name): wrong parameter count")
        let sent = ParameterList(parameters).withPointers { values, lengths, formats in
            PQsendQueryParams(
                handle, query.text, Int32(parameters.count), query.parameters.map(\.oid), values,
                lengths, formats, 1)
        }
        guard sent == 1 else {
            throw StoreError(.statement, lastMessage(), query: query.name)
        }
        if singleRow { PQsetSingleRowMode(handle) }
        isStreaming = true
    }

    /// The next piece of the result, nil at the end. The caller clears it.
    func nextResult(_ name: String) throws(StoreError) -> OpaquePointer? {
        guard let result = PQgetResult(handle) else {
            isStreaming = false
            return nil
        }
        do {
            try check(result, name: name)
        } catch {
            PQclear(result)
            while let rest = PQgetResult(handle) { PQclear(rest) }
            isStreaming = false
            throw error
        }
        return result
    }

    /// Stops a stream that nobody reads to its end.
    func abandonStream() {
        guard isStreaming else { return }
        if let cancel = PQgetCancel(handle) {
            var message = [CChar](repeating: 0, count: 256)
            PQcancel(cancel, &message, Int32(message.count))
            PQfreeCancel(cancel)
        }
        while let rest = PQgetResult(handle) { PQclear(rest) }
        isStreaming = false
    }

    func check(_ result: OpaquePointer?, name: String) throws(StoreError) {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_COPY_IN,
            PGRES_EMPTY_QUERY:
            return
        default:
            let state = PQresultErrorField(result, 67).map { String(cString: $0) } ?? ""
            let text = result == nil ? lastMessage() : String(cString: PQresultErrorMessage(result))
            throw StoreError(
                PQstatus(handle) == CONNECTION_OK ? .statement : .connection, Self.oneLine(text),
                query: name, sqlState: state)
        }
    }

    /// Sends one run of COPY data in pieces of 64 KB, the size at which libpq is fastest.
    func put(_ bytes: UnsafeRawBufferPointer, name: String) throws(StoreError) {
        var at = 0
        while at < bytes.count {
            let size = min(65_536, bytes.count - at)
            let piece = bytes.baseAddress?.advanced(by: at).assumingMemoryBound(to: CChar.self)
            guard PQputCopyData(handle, piece, Int32(size)) == 1 else {
                throw StoreError(.connection, lastMessage(), query: name)
            }
            at += size
        }
    }

    func endCopy(name: String) throws(StoreError) {
        guard PQputCopyEnd(handle, nil) == 1 else {
            throw StoreError(.connection, lastMessage(), query: name)
        }
        isStreaming = true
        while let result = try nextResult(name) { PQclear(result) }
    }

    /// libpq has not yet seen that the server is gone.
    var isHealthy: Bool { PQstatus(handle) == CONNECTION_OK }

    /// Nothing is being read, and no transaction was begun and not ended.
    var isAtRest: Bool {
        let status = PQtransactionStatus(handle)
        return !isStreaming && PQpipelineStatus(handle) == PQ_PIPELINE_OFF
            && status != PQTRANS_INTRANS && status != PQTRANS_INERROR
    }

    func lastMessage() -> String { Self.oneLine(String(cString: PQerrorMessage(handle))) }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " · ")
    }
}
