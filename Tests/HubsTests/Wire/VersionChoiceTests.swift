import Intake
import Roaming
import Testing

@testable import Hubs

@Suite struct VersionChoiceTests {
    private func listed(_ versions: String...) -> [ListedVersion] {
        versions.map { ListedVersion(version: $0, url: "https://h.example/\($0)") }
    }

    @Test func `the highest version of both is spoken`() throws {
        let all = listed("2.0", "2.1.1", "2.2", "2.2.1", "2.3.0", "3.0")
        for (newest, chosen) in [
            (OCPIVersion.v211, OCPIVersion.v211), (.v221, .v221), (.v230, .v230),
        ] {
            let choice = try #require(VersionChoice.highestCommon(all, upTo: newest))
            #expect(choice.version == chosen)
            #expect(choice.url == "https://h.example/\(chosen.rawValue)")
        }
        #expect(VersionChoice.highestCommon(listed("2.1.1"), upTo: .v230)?.version == .v211)
        #expect(VersionChoice.highestCommon(listed("2.0", "2.2", "3.0"), upTo: .v230) == nil)
        #expect(VersionChoice.highestCommon(listed("2.3.0"), upTo: .v221) == nil)
        #expect(VersionChoice.highestCommon([], upTo: .v230) == nil)
    }

    @Test(arguments: [
        (999, StatusCode.Kind.unknown), (1000, .success), (1999, .success), (2000, .ourMistake),
        (2999, .ourMistake), (3000, .theirTrouble), (4003, .theirTrouble), (4999, .theirTrouble),
        (5000, .unknown),
    ])
    func `a status code is of the kind of its thousand`(_ number: Int, _ kind: StatusCode.Kind) {
        #expect(StatusCode(number).kind == kind)
    }

    @Test func `a rule's hosts hold for every address`() throws {
        let rule = ConnectionRule(
            hub: "h", version: .v221,
            versionsURL: try #require(WebAddress("https://h.example/versions")),
            hosts: ["h.example", "127.0.0.1:8722", "plain.example"], roles: [], pull: [],
            secret: .environment("X"))
        func objection(_ text: String) throws -> String? {
            rule.objection(to: try #require(WebAddress(text)))
        }
        #expect(try objection("https://h.example/x") == nil)
        #expect(try objection("http://127.0.0.1:8722/x") == nil)
        #expect(try objection("https://h.example:8443/x") != nil)
        #expect(try objection("https://evil.example/x") != nil)
        #expect(try objection("http://127.0.0.1:5432/x") != nil)
        #expect(try objection("http://169.254.169.254/latest/meta-data") != nil)
        let plain = try #require(WebAddress("http://plain.example/x"))
        #expect(rule.objection(to: plain)?.contains("TLS") == true)
        var open = rule
        open.allowsPlainHTTP = true
        #expect(open.objection(to: plain) == nil)
    }

    @Test(arguments: [
        ("env:HUB_TOKEN", SecretPlace.environment("HUB_TOKEN")),
        ("file:/etc/clearing/hub", .file("/etc/clearing/hub")),
    ])
    func `a secret is named by its place`(_ text: String, _ place: SecretPlace) {
        #expect(SecretPlace(text) == place)
        #expect(place.description == text)
    }

    @Test(arguments: ["", "env:", "env:lower", "env:A B", "file:relative", "abc", "token:abc"])
    func `anything else is no place of a secret`(_ text: String) {
        #expect(SecretPlace(text) == nil)
    }
}
