import Testing

/// cron/month with a compiler that writes a program which says how it was called.
@Suite struct MonthTests {
    private func withCompiler(_ body: (Checkout) async throws -> Void) async throws {
        let checkout = try Checkout()
        try checkout.script("echo installed", at: "stub/dpkg-query")
        try checkout.script(
            """
            cd "$(dirname "$0")"
            case $1 in
            --version) echo 'Swift version 6.3.1 (x)' ;;
            build)
                echo "$*" >>builds
                [ ! -e broken ] || { echo 'a.swift:1:1: error: no' ; exit 1; }
                mkdir -p .build/release
                printf '#!/bin/bash\\necho "$* at $DATABASE_URL in $CLEARING_HOME"\\nexit 65\\n' \\
                    >.build/release/clearing
                chmod +x .build/release/clearing ;;
            esac
            """, at: "compiler")
        try checkout.write("// one", to: "Sources/clearing/Main.swift")
        try checkout.write("// one", to: "Package.swift")
        do { try await body(checkout) } catch { Issue.record(error) }
        try checkout.remove()
    }

    private func month(_ checkout: Checkout, _ argument: String) async throws -> Checkout.Ended {
        let compiler = checkout.path(of: "compiler")
        let setting = ["SWIFT": compiler, "DATABASE_URL": "postgresql:///other"]
        return try await checkout.run("cron/month", argument, setting: setting)
    }

    private func builds(of checkout: Checkout) -> Int {
        checkout.text(of: "builds").split(separator: "\n").count
    }

    @Test func `arguments, server and exit code pass through`() async throws {
        try await withCompiler { checkout in
            let ended = try await month(checkout, "--from=my data")
            #expect(ended.code == 65)
            let top = checkout.path(of: "")
            #expect(ended.output == "month --from=my data at postgresql:///other in \(top)\n")
            #expect(!checkout.has("var/postgres"))
        }
    }

    @Test func `it builds again only when a source changed, came or went`() async throws {
        try await withCompiler { checkout in
            _ = try await month(checkout, "--json")
            let again = try await month(checkout, "--json")
            #expect(again.complaints.isEmpty)
            #expect(builds(of: checkout) == 1)
            try checkout.write("// two", to: "Sources/clearing/Main.swift")
            _ = try await month(checkout, "--json")
            #expect(builds(of: checkout) == 2)
            try checkout.write("// more", to: "Sources/clearing/More.swift")
            _ = try await month(checkout, "--json")
            #expect(builds(of: checkout) == 3)
            try checkout.script(
                "rm \"$(dirname \"$0\")/Sources/clearing/More.swift\"", at: "remove")
            _ = try await checkout.run("remove")
            _ = try await month(checkout, "--json")
            #expect(builds(of: checkout) == 4)
        }
    }

    @Test func `a build that fails says why and ends with our bug's code`() async throws {
        try await withCompiler { checkout in
            try checkout.write("", to: "broken")
            let ended = try await month(checkout, "--json")
            #expect(ended.code == 70)
            #expect(ended.complaints.contains("a.swift:1:1: error: no"))
            #expect(ended.output.isEmpty)
            #expect(try await month(checkout, "--json").code == 70, "it does not count as built")
        }
    }

    @Test func `help needs neither packages nor a build`() async throws {
        try await withCompiler { checkout in
            let help = try await month(checkout, "--help")
            #expect(help.code == 0)
            #expect(help.output.contains("--from DIR --month 2026-10"))
            #expect(builds(of: checkout) == 0)
        }
    }
}
