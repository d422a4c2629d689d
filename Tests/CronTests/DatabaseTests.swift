import Testing

/// cron/database on real servers, each in its own directory.
@Suite struct DatabaseTests {
    private func withServer(
        named name: String = "checkout", _ body: (Checkout) async throws -> Void
    ) async throws {
        let checkout = try Checkout(named: name)
        do { try await body(checkout) } catch { Issue.record(error) }
        let stopped = try await checkout.run("cron/database", "stop")
        #expect(stopped.code == 0, "\(stopped.complaints)")
        try checkout.remove()
    }

    /// The client's answer to one statement, asked through the URL that cron/database prints.
    private func ask(_ checkout: Checkout, _ statement: String) async throws -> String {
        try checkout.script("psql -XAtq \"$(cron/database url)\" -c \"$1\"", at: "ask")
        try checkout.script("cd \"$(dirname \"$0\")\" && exec ./ask \"$@\"", at: "ask-here")
        return try await checkout.run("ask-here", statement).output
    }

    @Test func `many starts at once make one durable server without TCP`() async throws {
        try await withServer { checkout in
            let codes = try await withThrowingTaskGroup(of: Int32.self) { group in
                for _ in 1...4 {
                    group.addTask { try await checkout.run("cron/database", "start").code }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes == [0, 0, 0, 0])
            let answer = try await ask(
                checkout,
                """
                SELECT current_user, current_setting('fsync'), current_setting('listen_addresses') = '',
                       current_setting('server_encoding'), current_setting('lc_collate')
                """)
            #expect(answer == "clearing|on|t|UTF8|C\n")
        }
    }

    @Test func `a killed server starts again with its rows`() async throws {
        try await withServer { checkout in
            _ = try await checkout.run("cron/database", "start")
            let made = try await ask(checkout, "CREATE TABLE kept AS SELECT 7 AS number")
            #expect(made.isEmpty)
            try checkout.script(
                "cd \"$(dirname \"$0\")\" && kill -9 \"$(head -n 1 var/postgres/data/postmaster.pid)\"",
                at: "crash")
            #expect(try await checkout.run("crash").code == 0)
            #expect(try await checkout.run("cron/database", "status").code == 69)
            let started = try await checkout.run("cron/database", "start")
            #expect(started.code == 0, "\(started.complaints)")
            #expect(try await ask(checkout, "SELECT number FROM kept") == "7\n")
        }
    }

    @Test func `a path that no socket can have moves the socket`() async throws {
        try await withServer(named: "it's a " + String(repeating: "long ", count: 20)) { checkout in
            let started = try await checkout.run("cron/database", "start")
            #expect(started.output.hasPrefix("postgresql://clearing@/clearing?host=/tmp/clearing-"))
            #expect(try await ask(checkout, "SELECT 1") == "1\n")
        }
    }

    @Test func `a server that was never started has a URL and nothing to stop`() async throws {
        try await withServer { checkout in
            let status = try await checkout.run("cron/database", "status")
            #expect(status.code == 69)
            #expect(status.output.hasPrefix("not running"))
            let url = try await checkout.run("cron/database", "url")
            #expect(url.output.hasSuffix("/var/postgres/socket\n"))
            #expect(!checkout.has("var"))
        }
    }

    @Test func `data of a version that is gone is left alone`() async throws {
        try await withServer { checkout in
            _ = try await checkout.run("cron/database", "start")
            _ = try await checkout.run("cron/database", "stop")
            let version = checkout.text(of: "var/postgres/data/PG_VERSION")
            try checkout.write("9\n", to: "var/postgres/data/PG_VERSION")
            let refused = try await checkout.run("cron/database", "start")
            #expect(refused.code == 69)
            #expect(refused.complaints.contains("was made by PostgreSQL 9"))
            try checkout.write(version, to: "var/postgres/data/PG_VERSION")
        }
    }

    @Test func `a word it does not know is refused`() async throws {
        try await withServer { checkout in
            let unknown = try await checkout.run("cron/database", "begin")
            #expect(unknown.code == 64)
            let bare = try await checkout.run("cron/database")
            #expect(bare.code == 64)
            let help = try await checkout.run("cron/database", "--help")
            #expect(help.code == 0)
        }
    }
}
