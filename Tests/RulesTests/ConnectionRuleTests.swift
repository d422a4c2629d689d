import Foundation
import Hubs
import Intake
import Roaming
import TestSupport
import Testing

@testable import clearing

@Suite struct ConnectionRuleTests {
    /// `hubs/test-hub.yaml` beside the shipped ones.
    private func read(_ connection: String) throws -> (ConnectionRule?, [RuleProblem]) {
        let folder = try TemporaryFolder()
        try folder.copy(Checkout.rules, to: "Rules")
        try folder.write(
            """
            title: "Test Hub"
            version: "2.2.1"
            ours: ["IN-MGM", "IN-MGE"]
            partners: ["FR-TST"]
            revises_in_place: "no"
            \(connection)
            """, to: "Rules/hubs/test-hub.yaml")
        let reading = try Rules.read(folder.url("Rules"))
        return (reading.rules?.connections.first { $0.hub == "test-hub" }, reading.problems)
    }

    private let least = """
        connection:
          versions_url: "https://hub.example/ocpi/versions"
          hosts: ["hub.example"]
          roles: {EMSP: "IN-MGE"}
          pull: ["cdrs"]
          push: []
          token: "env:TOKEN_OF_TEST_HUB"
        """

    @Test func `the shipped hubs all ask the sandbox on this machine`() throws {
        let rules = try #require(try Rules.read(Checkout.rules).rules)
        #expect(rules.connections.map(\.hub) == rules.hubs.map(\.name))
        for rule in rules.connections {
            #expect(rule.versionsURL.isLoopback, "\(rule.hub)")
            #expect(rule.hosts == ["127.0.0.1:8722"], "\(rule.hub)")
            #expect(rule.pull == [.locations, .tariffs, .tokens, .sessions, .cdrs], "\(rule.hub)")
        }
        #expect(rules.connections.first { $0.hub == "volt-link" }?.encoding == .plain)
        #expect(rules.connections.first { $0.hub == "bharat-roaming" }?.encoding == .plain)
        #expect(rules.connections.first { $0.hub == "gireve" }?.encoding == .base64)
    }

    @Test func `what is left out has the value that the page of rules names`() throws {
        let (found, problems) = try read(least)
        #expect(problems.isEmpty, "\(problems)")
        let rule = try #require(found)
        #expect(rule.pageSize == 1000)
        #expect(rule.requestsPerSecond == 10)
        #expect(rule.timeoutSeconds == 60)
        #expect(rule.bodyBytes == 67_108_864)
        #expect(rule.attempts == 6)
        #expect(rule.pushesPerSecond == 1000)
        #expect(rule.certificateAuthority == nil && !rule.pushesInvoiceRecords)
        #expect(rule.firstPauseMilliseconds == 500)
        #expect(rule.overlapSeconds == 3600)
        #expect(!rule.allowsPlainHTTP)
        #expect(rule.schedule == .always)
        #expect(rule.contact == nil)
        #expect(rule.secret == .environment("TOKEN_OF_TEST_HUB"))
        #expect(rule.roles == [.init(role: "EMSP", party: try #require(PartyID("IN-MGE")))])
    }

    @Test func `a hub without a connection is a folder of files`() throws {
        let (rule, problems) = try read("")
        #expect(rule == nil)
        #expect(problems.isEmpty)
    }

    /// What is changed in the least connection, and a word of what is said about it.
    @Test(arguments: [
        (#""https://hub.example/ocpi/versions""#, #""hub.example""#, "expected an address"),
        (
            #""https://hub.example/ocpi/versions""#, #""https://evil.example/""#,
            "not among the hosts"
        ),
        (#""https://hub.example/ocpi/versions""#, #""http://hub.example/""#, "without TLS"),
        (#"["hub.example"]"#, "[]", "at least one host"),
        (#"["hub.example"]"#, #"["hub.example/x"]"#, "expected a host"),
        (#"["hub.example"]"#, #"["*"]"#, "expected a host"),
        (#"["hub.example"]"#, #"["user@hub.example"]"#, "expected a host"),
        (#"{EMSP: "IN-MGE"}"#, "{}", "CPO, EMSP or both"),
        (#"{EMSP: "IN-MGE"}"#, #"{HUB: "IN-MGE"}"#, "means nothing here"),
        (#"{EMSP: "IN-MGE"}"#, #"{EMSP: "NL-ZZZ"}"#, "not among `ours`"),
        (#"pull: ["cdrs"]"#, #"pull: ["cdrs", "cdrs"]"#, "twice"),
        (#"pull: ["cdrs"]"#, #"pull: ["commands"]"#, "is not one of"),
        (
            #""env:TOKEN_OF_TEST_HUB""#, #""ebf3b399-779f-4497-9b9d-ac6ad3cc44d2""#,
            "never put a token"
        ),
        (#""env:TOKEN_OF_TEST_HUB""#, #""file:token.txt""#, "never put a token"),
        ("push: []", #"push: []"# + "\n  page_size: \"0\"", "from 1 to 10000"),
        ("push: []", #"push: []"# + "\n  pushes_per_second: \"0\"", "from 1 to 100000"),
        ("push: []", #"push: ["invoicereconciliation"]"#, "from OCPI 2.3.0 on"),
        ("push: []", #"push: []"# + "\n  insecure_http: \"true\"", "\"yes\" or \"no\""),
        ("push: []", #"push: []"# + "\n  token_encoding: \"rot13\"", "is not one of"),
        ("push: []", #"push: []"# + "\n  retries: \"5\"", "means nothing here"),
        ("push: []", #"push: []"# + "\n  schedule: \"weekly\"", "is not one of"),
        ("push: []", #"push: []"# + "\n  schedule: \"daily\"", "`cut_off` is missing"),
        ("push: []", #"push: []"# + "\n  cut_off: \"02:00\"", "only a hub with schedule"),
        ("push: []", #"push: []"# + "\n  time_zone: \"Asia/Kolkata\"", "only a hub with schedule"),
        (
            "push: []",
            #"push: []"#
                + "\n  schedule: \"daily\"\n  cut_off: \"2 am\"\n  time_zone: \"Asia/Kolkata\"",
            "expected a time of day"
        ),
        (
            "push: []",
            #"push: []"#
                + "\n  schedule: \"daily\"\n  cut_off: \"24:00\"\n  time_zone: \"Asia/Kolkata\"",
            "expected a time of day"
        ),
        (
            "push: []",
            #"push: []"#
                + "\n  schedule: \"daily\"\n  cut_off: \"02:00\"\n  time_zone: \"Mars/Base\"",
            "expected an IANA time zone"
        ),
        ("  push: []\n", "", "`push` is missing"),
    ])
    func `a connection is read strictly`(_ part: String, _ other: String, _ words: String) throws {
        let (rule, problems) = try read(least.replacingOccurrences(of: part, with: other))
        #expect(rule == nil)
        #expect(problems.count == 1, "\(problems)")
        #expect(problems.first?.text.contains(words) == true, "\(problems)")
        #expect(problems.first?.file.hasSuffix("hubs/test-hub.yaml") == true)
    }

    @Test func `plain HTTP leaves this machine only where the rule says so`() throws {
        let plain = least.replacingOccurrences(of: "https:", with: "http:")
        #expect(try read(plain).1.count == 1)
        let (rule, problems) = try read(plain + "\n  insecure_http: \"yes\"")
        #expect(problems.isEmpty)
        #expect(rule?.allowsPlainHTTP == true)
    }
}
