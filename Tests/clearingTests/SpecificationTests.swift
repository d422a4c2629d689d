import Foundation
import TestSupport
import Testing

/// The examples of the OCPI specification through the whole program, under rules whose parties are theirs.
@Suite struct SpecificationTests {
    private static let examples = Checkout.cases.appendingPathComponent(
        "intake/specification/2.2.1")

    /// mod_cdrs, example: 1.973 h of TIME at 2.00 EUR an hour and 10 % VAT; step_size 300 makes it 2 h, so
    /// 4.00 before and 4.40 after tax, as the example itself says.
    @Test func `the example CDR comes out priced and, with its session, matched`() throws {
        let folder = try exampleFolder()
        try folder.write(Self.session, to: "in/own/sessions/session.json")
        let month = try ClearedMonth(
            of: folder.url("in"), month: "2015-06", rules: folder.url("Rules"))
        #expect(
            month.positions == [
                [
                    "counterparty": "BE-BEC", "currency": "EUR", "receivable": "0.00",
                    "payable": "4.40", "net": "-4.40", "disputed": "0.00",
                ]
            ])
        let line = try JSONObject(try #require(month.text("dispositions.ndjson")))
        #expect(line.text("disposition") == "MATCHED")
        #expect(line.text("ours") == "4.40")
        #expect(line.text("theirs") == "4.40")
        #expect(line.text("cdr_id") == "12345")
        #expect(month.text("rejects.ndjson") == "")
    }

    @Test func `without a session it is priced all the same, and held back`() throws {
        let folder = try exampleFolder()
        let month = try ClearedMonth(
            of: folder.url("in"), month: "2015-06", rules: folder.url("Rules"))
        let line = try JSONObject(try #require(month.text("dispositions.ndjson")))
        #expect(line.text("disposition") == "MISSING_SESSION")
        #expect(line.text("ours") == "4.40")
        #expect(month.positions.map { $0["disputed"] } == ["4.40"])
    }

    /// mod_tariffs, "Simple Tariff example 2 euro per hour": the same price under the same id, apart from the CDR.
    @Test func `a CDR that brings no tariff is priced by the one the hub gave us`() throws {
        let folder = try exampleFolder()
        let cdr = try folder.read("in/hubs/example/cdrs/cdr_example.json")
        let start = try #require(cdr.range(of: "  \"tariffs\": ["))
        let end = try #require(cdr.range(of: "  \"charging_periods\""))
        try folder.write(
            cdr.replacingCharacters(in: start.lowerBound..<end.lowerBound, with: ""),
            to: "in/hubs/example/cdrs/cdr_example.json")
        let elsewhere = try String(
            contentsOf: Self.examples.appendingPathComponent("tariff_1_simple_2hour.json"),
            encoding: .utf8
        ).replacing("\"DE\"", with: "\"BE\"").replacing("\"ALL\"", with: "\"BEC\"")
        try folder.write(elsewhere, to: "in/hubs/example/tariffs/tariff.json")
        let month = try ClearedMonth(
            of: folder.url("in"), month: "2015-06", rules: folder.url("Rules"))
        let line = try JSONObject(try #require(month.text("dispositions.ndjson")))
        // step_size 60 there: 1.973 h are 118.38 minutes, billed as 119: 119/60 × 2.00 = 3.97 / 4.36.
        #expect(line.text("ours") == "4.36")
    }

    @Test func `every example of a tariff, location and token is taken in`() throws {
        let folder = try exampleFolder()
        var examples = 0
        for (path, data) in try filesBelow(Self.examples) {
            for (prefix, module) in [
                ("tariff_", "tariffs"), ("location_", "locations"), ("token_", "tokens"),
                ("session_", "sessions"),
            ] where path.hasPrefix(prefix) {
                try folder.write(data, to: "in/hubs/example/\(module)/\(path)")
                examples += 1
            }
        }
        #expect(examples > 20)
        let clearing = try ClearingProcess(ScratchDatabase())
        try clearing.succeed(
            "ingest", "--from", folder.path("in"), "--month", "2015-06", "--rules",
            folder.path("Rules"))
        #expect(try clearing.succeed("rejects", "--json") == "")
    }

    private func exampleFolder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.copy(
            Self.examples.appendingPathComponent("cdr_example.json"),
            to: "in/hubs/example/cdrs/cdr_example.json")
        try folder.copy(Checkout.rules, to: "Rules")
        for name in ["hubs", "counterparties"] {
            for file in try folder.contents(below: "Rules/\(name)").map(\.path) {
                try FileManager.default.removeItem(at: folder.url("Rules/\(name)/\(file)"))
            }
        }
        try folder.write(
            """
            title: "The specification's example"
            version: "2.2.1"
            ours: ["DE-TNM"]
            partners: ["BE-BEC"]
            revises_in_place: "no"

            """, to: "Rules/hubs/example.yaml")
        try folder.write(
            folder.read("Rules/entities/magma.yaml")
                .replacing("\"IN-MGM\", \"IN-MGE\"", with: "\"DE-TNM\""),
            to: "Rules/entities/magma.yaml")
        try folder.write(
            """
            entries:
              - from: "2017-07-01"
                excluded: []
                hubs: []
                source: "nobody clears for others here"
            cases: []

            """, to: "Rules/netting.yaml")
        // One of its cases is of a partner with terms of its own.
        let payments = try folder.read("Rules/payments.yaml").split(separator: "\n")
        try folder.write(
            payments.filter { !$0.contains("IN-TPC") }.joined(separator: "\n") + "\n",
            to: "Rules/payments.yaml")
        // The example is older than our rules: let their first entries hold from 2015 on.
        for file in try folder.contents(below: "Rules") {
            let text = String(decoding: file.data, as: UTF8.self)
            try folder.write(
                text.replacing("from: \"2017-07-01\"", with: "from: \"2015-01-01\""),
                to: "Rules/\(file.path)")
        }
        return folder
    }

    private static let session = """
        {"country_code": "BE", "party_id": "BEC", "id": "our-record", "kwh": 15.342,
         "start_date_time": "2015-06-29T21:39:09Z", "end_date_time": "2015-06-29T23:37:32Z",
         "cdr_token": {"country_code": "DE", "party_id": "TNM", "uid": "012345678", "type": "RFID",
                       "contract_id": "DE8ACC12E46L89"},
         "auth_method": "WHITELIST", "location_id": "LOC1", "evse_uid": "3256", "connector_id": "1",
         "currency": "EUR", "status": "COMPLETED", "last_updated": "2015-06-29T23:37:40Z"}
        """
}
