import Foundation
import Intake
import Roaming
import Testing

/// What can still be said about an object that was refused.
struct ObjectIdentityTests {
    @Test(arguments: specificationFiles("cdr"))
    func `a whole CDR shows all of it`(path: String) throws {
        let found = identity(of: try String(contentsOfFile: path, encoding: .utf8))
        let old = version(of: path) == .v211
        #expect(found.party == PartyID("BE-BEC"))
        #expect(found.id == "12345")
        #expect(found.tokenParty == PartyID(old ? "DE-8AC" : "DE-TNM"))
        #expect(found.start != nil && found.end != nil && found.lastUpdated != nil)
    }

    @Test func `what is wrong is left out, the rest is read`() {
        let found = identity(
            of: """
                {"country_code": "IN", "party_id": "TPC", "id": "C1", "session_id": 7, "cdr_token":
                {"country_code": "IN", "uid": [], "party_id": "MGE"}, "start_date_time": "never",
                "end_date_time": "2026-10-01T11:00:00Z"}
                """)
        #expect(found.party == PartyID("IN-TPC"))
        #expect(found.id == "C1")
        #expect(found.sessionID == nil)
        #expect(found.tokenParty == PartyID("IN-MGE"))
        #expect(found.start == nil)
        #expect(found.end == Instant("2026-10-01T11:00:00Z"))
    }

    @Test func `an object that breaks off shows what came before`() {
        let found = identity(of: #"{"id": "C1", "total_cost": {"excl_vat": 1,,"#)
        #expect(found.id == "C1")
        #expect(found.party == nil)
    }

    @Test(arguments: ["", "nonsense", "[]", "{\"id\": \"\u{7f}"])
    func `nothing is nothing`(text: String) {
        #expect(identity(of: text) == ObjectIdentity())
    }

    private func identity(of text: String) -> ObjectIdentity {
        var reader = JSONReader()
        return Array(text.utf8).withUnsafeBytes { readIdentity($0, using: &reader) }
    }
}
