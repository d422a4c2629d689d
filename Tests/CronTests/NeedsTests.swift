import Testing

/// cron/needs on machines that lack something; the package tools are ours, so nothing is installed.
@Suite struct NeedsTests {
    /// - Parameter user: what `id -u` says.
    private func withMachine(user: Int, _ body: (Checkout) async throws -> Void) async throws {
        let checkout = try Checkout()
        let here = "cd \"$(dirname \"$0\")/..\"; "
        try checkout.script(here + "[ -e installed ] && echo installed", at: "stub/dpkg-query")
        try checkout.script("echo \(user)", at: "stub/id")
        try checkout.script("exit 1", at: "stub/sudo")
        try checkout.script(
            here + "echo \"$*\" >>calls; [ -e broken ] && exit 100; touch installed",
            at: "stub/apt-get")
        try checkout.script("echo 'Swift version 6.3.1 (x)'", at: "stub/swift")
        do { try await body(checkout) } catch { Issue.record(error) }
        try checkout.remove()
    }

    @Test func `a plain user gets the one line to type`() async throws {
        try await withMachine(user: 1000) { checkout in
            let ended = try await checkout.run("cron/needs")
            #expect(ended.code == 69)
            #expect(ended.output.hasPrefix("sudo apt-get install -y "))
            #expect(ended.output.split(separator: "\n").count == 1)
            #expect(
                ended.output.contains(" libpq-dev ") && ended.output.contains(" libsimdjson-dev "))
            #expect(!checkout.has("calls"))
        }
    }

    @Test func `root installs once and is silent after`() async throws {
        try await withMachine(user: 0) { checkout in
            #expect(try await checkout.run("cron/needs").code == 0)
            let calls = checkout.text(of: "calls")
            #expect(calls.contains("install -y") && calls.contains("libxlsxwriter-dev"))
            let again = try await checkout.run("cron/needs")
            #expect(again.code == 0)
            #expect(again.output.isEmpty && again.complaints.isEmpty)
            #expect(checkout.text(of: "calls") == calls)
        }
    }

    @Test func `an installation that fails is tried again with fresh lists and then explained`()
        async throws
    {
        try await withMachine(user: 0) { checkout in
            try checkout.write("", to: "broken")
            let ended = try await checkout.run("cron/needs")
            #expect(ended.code == 69)
            #expect(ended.complaints.contains("apt-get could not install"))
            #expect(checkout.text(of: "calls").contains(" update\n"))
        }
    }

    @Test func `a compiler that is too old is named`() async throws {
        try await withMachine(user: 0) { checkout in
            try checkout.write("", to: "installed")
            try checkout.script("echo 'Swift version 6.2.4 (x)'", at: "old-swift")
            let old = checkout.path(of: "old-swift")
            let ended = try await checkout.run("cron/needs", setting: ["SWIFT": old])
            #expect(ended.code == 69)
            #expect(
                ended.complaints.contains("Swift 6.3 or newer is missing (\(old) is Swift 6.2.4)"))
            let none = try await checkout.run("cron/needs", setting: ["SWIFT": "/no/swift"])
            #expect(none.code == 69)
        }
    }
}
