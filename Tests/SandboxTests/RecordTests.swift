import Amounts
import Foundation
import Roaming
import Sandbox
import Testing

@Test func `no two sessions share an EVSE, but for twins and overlaps that are injected`() throws {
    let month = try GeneratedMonth(sessions: 3_000)
    // What another driver charged there at the same time, or in the reset meter's 1970, is injected.
    let dates = ISO8601DateFormatter()
    let fractions = ISO8601DateFormatter()
    fractions.formatOptions.insert(.withFractionalSeconds)
    func date(_ value: Any?) throws -> Date {
        let text = try #require(value as? String)
        return try #require(dates.date(from: text) ?? fractions.date(from: text))
    }
    var stays: [String: [(start: Date, end: Date)]] = [:]
    for session in try month.objects(in: "own/sessions") {
        guard session["status"] as? String == "COMPLETED",
            let id = session["id"] as? String, !id.hasSuffix("-B"), !id.hasSuffix("-V")
        else { continue }
        let evse = try #require(session["evse_uid"] as? String).uppercased()
        let party = try #require(session["party_id"] as? String)
        try stays[party + evse, default: []].append(
            (date(session["start_date_time"]), date(session["end_date_time"])))
    }
    for evse in stays.values {
        let sorted = evse.sorted { $0.start < $1.start }
        for (a, b) in zip(sorted, sorted.dropFirst()) { #expect(a.end <= b.start) }
    }
}

@Test func `each hub has its own container and each object its required fields`() throws {
    let month = try GeneratedMonth(sessions: 2_600)
    #expect(month.files["hubs/hubject/cdrs/page-0001.json"] != nil)
    #expect(month.files["hubs/gireve/cdrs/cdrs.ndjson"] != nil)
    #expect(month.files["hubs/ev-recharge/cdrs/cdrs.json.gz"] != nil)
    #expect(month.files["hubs/bharat-roaming/cdrs/cdrs.json"]?.first == UInt8(ascii: "["))
    let broken = Set(
        month.truth.lines.filter { $0.disposition == .rejected }.compactMap(\.cdrID))
    let needed = [
        "country_code", "party_id", "id", "start_date_time", "end_date_time", "cdr_token",
        "auth_method", "cdr_location", "currency", "charging_periods", "total_cost",
        "total_energy", "total_time", "last_updated",
    ]
    let old = [
        "id", "start_date_time", "stop_date_time", "auth_id", "auth_method", "location",
        "currency", "charging_periods", "total_cost", "total_energy", "total_time",
        "last_updated",
    ]
    for hub in ["hubject", "gireve", "ev-recharge", "bharat-roaming", "chargegrid", "volt-link"] {
        let cdrs = try month.objects(in: "hubs/\(hub)/cdrs")
        #expect(cdrs.count > 50)
        for cdr in cdrs {
            let id = try #require(cdr["id"] as? String)
            let complete = (hub == "volt-link" ? old : needed).allSatisfy { cdr[$0] != nil }
            #expect(complete || broken.contains(id))
        }
    }
}

@Test func `what a session of ours costs is what the CDR of an undisturbed stay claims`() throws {
    let month = try GeneratedMonth(sessions: 400)
    var claims: [String: String] = [:]
    for hub in ["hubject", "gireve", "ev-recharge", "bharat-roaming", "chargegrid"] {
        for cdr in try month.objects(in: "hubs/\(hub)/cdrs") {
            let cost = cdr["total_cost"] as? [String: Any]
            let gross = (cost?["incl_vat"] ?? cost?["excl_vat"]) as? NSNumber
            // A second hub, or a later version, may have another figure.
            let id = "\(hub) \(cdr["id"] as? String ?? "")"
            if claims[id] == nil { claims[id] = gross?.stringValue }
        }
    }
    for line in month.truth.lines where line.disposition == .matched && line.hub != "own" {
        guard line.hub != "volt-link" else { continue }
        let claim = try #require(claims["\(line.hub) \(line.cdrID ?? "")"])
        #expect(line.theirs == ExactDecimal(claim))
        #expect(line.ours == line.theirs)
    }
}
