import Foundation
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
                printf '#!/bin/bash\\necho "$CLEARING_HUB_KEY" >>"$CLEARING_HOME/keys"\\n' >.build/release/clearing
                echo 'echo "$* at $DATABASE_URL in $CLEARING_HOME"; exit 65' >>.build/release/clearing
                chmod +x .build/release/clearing ;;
            esac
            """, at: "compiler")
        try checkout.write("// one", to: "Sources/clearing/Main.swift")
        try checkout.write("// one", to: "Package.swift")
        do { try await body(checkout) } catch { Issue.record(error) }
        try checkout.remove()
    }

    private func month(
        _ checkout: Checkout, _ argument: String, key: String = ""
    ) async throws -> Checkout.Ended {
        let compiler = checkout.path(of: "compiler")
        let setting = [
            "SWIFT": compiler, "DATABASE_URL": "postgresql:///other", "CLEARING_HUB_KEY": key,
        ]
        return try await checkout.run("cron/month", argument, setting: setting)
    }

    @Test func `a key for hubs' tokens is made once, for its owner alone`() async throws {
        try await withCompiler { checkout in
            _ = try await month(checkout, "--json")
            _ = try await month(checkout, "--json")
            let keys = checkout.text(of: "keys").split(separator: "\n").map(String.init)
            let key = try #require(keys.first)
            #expect(keys == [key, key])
            #expect(key.utf8.count == 64 && key.allSatisfy { $0.isHexDigit && !$0.isUppercase })
            #expect(checkout.text(of: "var/hub.key") == key)
            let facts = try FileManager.default.attributesOfItem(
                atPath: checkout.path(of: "var/hub.key"))
            #expect(facts[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func `a key of one's own is used, and none is made`() async throws {
        try await withCompiler { checkout in
            let own = String(repeating: "0f", count: 32)
            _ = try await month(checkout, "--json", key: own)
            #expect(checkout.text(of: "keys") == own + "\n")
            #expect(!checkout.has("var/hub.key"))
        }
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
