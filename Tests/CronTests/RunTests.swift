import Testing

/// cron/run with a month that only pretends.
@Suite struct RunTests {
    /// A checkout whose month ends with $CODE, with $HOLD not before `go` is there, and whose alerts go
    /// to `alerts`.
    private func withMonth(_ body: (Checkout) async throws -> Void) async throws {
        let checkout = try Checkout()
        try checkout.script(
            """
            echo "month $*"
            while [ -n "${HOLD:-}" ] && ! [ -e "$CLEARING_HOME/go" ]; do sleep 0.1; done
            exit "${CODE:-0}"
            """, at: "cron/month")
        try checkout.script("{ echo \"[$1]\"; cat; } >>\"$(dirname \"$0\")/alerts\"", at: "tell")
        try checkout.write(
            "CLEARING_ALERT='\"$CLEARING_HOME/tell\" \"$1\"'\n", to: "var/clearing.env")
        do { try await body(checkout) } catch { Issue.record(error) }
        try checkout.remove()
    }

    private func log(of checkout: Checkout) async throws -> String {
        try checkout.script("cat \"$(dirname \"$0\")\"/var/log/month-*.log", at: "show")
        return try await checkout.run("show").output
    }

    private func alerts(in checkout: Checkout) -> [String] {
        checkout.text(of: "alerts").split(separator: "\n").filter { $0.hasPrefix("[") }.map(
            String.init)
    }

    @Test func `a month that ends well is logged and alerts nobody`() async throws {
        try await withMonth { checkout in
            let ended = try await checkout.run("cron/run", "month", "--month", "2026-10")
            #expect(ended.code == 0)
            #expect(ended.output.isEmpty && ended.complaints.isEmpty, "cron would send a mail")
            let lines = try await log(of: checkout).split(separator: "\n")
            #expect(lines.count == 3)
            #expect(lines.first?.hasSuffix("Z month: start --month 2026-10") == true)
            #expect(lines.dropFirst().first == "month --month 2026-10")
            #expect(lines.last?.contains("Z month: exit 0 after ") == true)
            #expect(!checkout.has("alerts"))
        }
    }

    @Test(arguments: [65: "no usable data", 69: "something is missing", 70: "a bug of ours"])
    func `a month that fails alerts with its code and log`(_ failure: (Int32, String)) async throws
    {
        try await withMonth { checkout in
            let (code, meaning) = failure
            let ended = try await checkout.run("cron/run", "month", setting: ["CODE": "\(code)"])
            #expect(ended.code == code)
            #expect(alerts(in: checkout) == ["[clearing month: exit \(code), \(meaning)]"])
            #expect(checkout.text(of: "alerts").contains("month: exit \(code) after"))
        }
    }

    @Test func `waiting alerts from the sixth time in a row on`() async throws {
        try await withMonth { checkout in
            for _ in 1...5 {
                #expect(
                    try await checkout.run("cron/run", "month", setting: ["CODE": "75"]).code == 75)
            }
            #expect(alerts(in: checkout).isEmpty)
            _ = try await checkout.run("cron/run", "month", setting: ["CODE": "75"])
            #expect(alerts(in: checkout) == ["[clearing month: could not run 6 times in a row]"])
            _ = try await checkout.run("cron/run", "month")
            _ = try await checkout.run("cron/run", "month", setting: ["CODE": "75"])
            #expect(alerts(in: checkout).count == 1, "a success in between starts the count again")
        }
    }

    @Test func `a second run does not start while the first works`() async throws {
        try await withMonth { checkout in
            async let first = checkout.run("cron/run", "month", setting: ["HOLD": "yes"])
            while try await !log(of: checkout).contains("month: start") {
                try await Task.sleep(for: .milliseconds(50))
            }
            let second = try await checkout.run("cron/run", "month")
            try checkout.write("", to: "go")
            #expect(second.code == 75)
            #expect(try await first.code == 0)
            #expect(try await log(of: checkout).contains("month: the one before still runs"))
        }
    }

    @Test func `a job that is no plain word is refused`() async throws {
        try await withMonth { checkout in
            for job in ["../month", "Month", "mo nth", ""] {
                let ended = try await checkout.run("cron/run", job)
                #expect(ended.code == 64)
            }
            let bare = try await checkout.run("cron/run")
            #expect(bare.code == 64)
        }
    }
}
