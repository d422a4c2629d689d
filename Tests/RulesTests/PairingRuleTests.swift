import Foundation
import Reconciliation
import Roaming
import TestSupport
import Testing

@testable import clearing

@Suite struct PairingRuleTests {
    @Test func `a hub that says nothing is matched by the standard`() throws {
        let rules = try #require(try Rules.read(Checkout.rules).rules)
        #expect(rules.hub(named: "hubject")?.pairing == .standard)
        let standard = PairingRule.standard
        #expect(
            MatchingPass.allCases.filter { standard.allows($0, cdrMayBeSession: false) }
                == [.sessionID, .authorization, .cdrID, .start, .overlap, .meter])
        #expect(standard.allows(.cdrIsSession, cdrMayBeSession: true))
        #expect(standard.overlapPercent == 80)
    }

    @Test func `what a hub's file says reaches the matching`() throws {
        let folder = try TemporaryFolder()
        try folder.copy(Checkout.rules, to: "Rules")
        let path = "Rules/hubs/hubject.yaml"
        let text = try String(contentsOf: folder.url(path), encoding: .utf8)
        try folder.write(
            text + """

                passes: ["M3", "M4", "M7"]
                overlap_percent: "65"
                clock_offset: "-90"
                """, to: path)
        let rules = try #require(try Rules.read(folder.url("Rules")).rules)
        let month = try #require(Month("2026-10"))
        let pairing = try #require(try rules.matching(month).pairing["hubject"])
        #expect(pairing.passes == [.cdrIsSession, .cdrID, .unknownToken])
        #expect(pairing.overlapPercent == 65)
        #expect(pairing.clockOffset == .seconds(-90))
        #expect(try rules.matching(month).pairing["gireve"] == .standard)
    }
}
