import Amounts
import Foundation
import Intake
import Roaming
import Testing

/// The nouns, field by field, out of the specification's own examples.
struct NounTests {
    @Test(arguments: specificationFiles("cdr"))
    func `a CDR of the specification decodes with its identity`(path: String) throws {
        let cdr = try decode(path) { try decodeCDR($0, as: nil, using: &$1) }.value
        let old = version(of: path) == .v211
        #expect(cdr.cpo == PartyID("BE-BEC"))
        #expect(cdr.id == "12345")
        #expect(cdr.token.contractID == "DE8ACC12E46L89")
        #expect(cdr.token.party == PartyID(old ? "DE-8AC" : "DE-TNM"))
        #expect(cdr.token.uid == (old ? "" : "012345678"))
        #expect(cdr.place.locationID == "LOC1")
        #expect(cdr.place.evseUID == "3256")
        #expect(cdr.place.evseID == (old ? "BE-BEC-E041503003" : "BE*BEC*E041503003"))
        #expect(cdr.place.connectorID == "1")
        #expect(cdr.charge.connectorPowerType == "AC_1_PHASE")
        #expect(cdr.charge.country == (old ? "BE" : "BEL"))
        #expect(cdr.charge.currency == Currency("EUR"))
        #expect(cdr.charge.claimed.energy == ExactDecimal("15.342"))
        #expect(cdr.charge.claimed.cost?.beforeTax == ExactDecimal(4))
        #expect(cdr.charge.claimed.cost?.afterTax == (old ? nil : ExactDecimal("4.4")))
        #expect(cdr.charge.claimed.timeCost == (old ? nil : cdr.charge.claimed.cost))
    }

    @Test func `a CDR keeps its instants to the second`() throws {
        let path = try #require(specificationFiles("cdr").first)
        let cdr = try decode(path) { try decodeCDR($0, as: .v211, using: &$1) }.value
        #expect(cdr.charge.start?.description == "2015-06-29T21:39:09Z")
        #expect(cdr.charge.end?.description == "2015-06-29T23:37:32Z")
        #expect(cdr.lastUpdated.description == "2015-06-29T22:01:13Z")
    }

    @Test(arguments: specificationFiles("session"))
    func `a session of the specification decodes`(path: String) throws {
        let decoded = try decode(path) { try decodeSession($0, as: version(of: path), using: &$1) }
        let session = decoded.value
        #expect(session.version == version(of: path))
        #expect(session.id == "101")
        #expect(session.place.locationID == "LOC1")
        #expect(session.place.evseUID == "3256")
        #expect(session.currency == Currency("EUR"))
        #expect(session.end == nil ? session.status == .pending : session.status == .completed)
        #expect(session.cpo != nil)
        #expect(decoded.findings == [])
    }

    @Test func `a finished 2.3.0 session costs its amount and its taxes`() throws {
        let path = try #require(
            specificationFiles("session").first { $0.contains("2.3.0/session_example_2") })
        let session = try decode(path) { try decodeSession($0, as: nil, using: &$1) }.value
        #expect(session.version == .v230)
        #expect(session.energy == ExactDecimal("41.12"))
        #expect(session.totalCost?.beforeTax == ExactDecimal("8.5"))
        #expect(session.totalCost?.afterTax == ExactDecimal("9.35"))
    }

    @Test func `a session with negative energy is taken in with a finding`() throws {
        let raw = Array(
            #"""
            {"country_code": "IN", "party_id": "MGM", "id": "S1", "kwh": -1, "currency": "INR",
             "start_date_time": "2026-10-14T04:30:00Z", "location_id": "LOC1", "evse_uid": "E1",
             "connector_id": "1", "status": "COMPLETED", "last_updated": "2026-10-14T05:30:00Z",
             "cdr_token": {"country_code": "IN", "party_id": "MGE", "uid": "T", "type": "RFID",
             "contract_id": "C"}, "auth_method": "WHITELIST"}
            """#.utf8)
        var reader = JSONReader()
        let decoded = try raw.withUnsafeBytes { try decodeSession($0, as: nil, using: &reader) }
        #expect(decoded.value.energy == ExactDecimal("-1"))
        #expect(decoded.findings.map(\.code) == ["ENERGY_NEGATIVE"])
        #expect(decoded.findings.map(\.pointer) == ["/kwh"])
    }

    @Test(arguments: specificationFiles("location"))
    func `a location of the specification decodes with its EVSEs`(path: String) throws {
        let decoded = try decode(path) { try decodeLocation($0, as: version(of: path), using: &$1) }
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let uids = text.components(separatedBy: "\"evse_id\"").count - 1
        #expect(decoded.value.evses.count == uids)
        #expect((decoded.value.party == nil) == (version(of: path) == .v211))
        #expect(decoded.findings == [])
    }

    @Test(arguments: specificationFiles("token"))
    func `a token of the specification decodes`(path: String) throws {
        let token = try decode(path) { try decodeToken($0, as: nil, using: &$1) }.value
        #expect(token.contractID?.hasPrefix("DE8ACC12E46L89") == true)
        #expect(token.valid)
        #expect(token.party == PartyID(version(of: path) == .v211 ? "DE-8AC" : "DE-TNM"))
    }

    @Test func `unknown taxes stay unknown`() throws {
        let cost = try claimedCost(#"{"before_taxes": 4.00}"#)
        #expect(cost?.beforeTax == ExactDecimal(4))
        #expect(cost?.afterTax == nil)
    }

    @Test func `an empty list of taxes says there are none`() throws {
        let cost = try claimedCost(#"{"before_taxes": 4.00, "taxes": []}"#)
        #expect(cost?.afterTax == ExactDecimal(4))
    }

    @Test func `several taxes add up`() throws {
        let cost = try claimedCost(
            #"{"before_taxes": 4.00, "taxes": [{"name": "CGST", "amount": 0.36},"#
                + #"{"name": "SGST", "amount": "0.36"}]}"#)
        #expect(cost?.afterTax == ExactDecimal("4.72"))
    }

    private func claimedCost(_ price: String) throws -> Price? {
        let text = #"{"charging_periods": [], "total_cost": \#(price)}"#
        return try decode(Array(text.utf8)) {
            try decodeCharge($0, as: nil, using: &$1)
        }.value.claimed.cost
    }
}
