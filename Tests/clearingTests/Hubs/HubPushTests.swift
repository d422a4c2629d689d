import Foundation
import Hubs
import Intake
import Roaming
import Store
import TestSupport
import Testing

@testable import clearing

/// What is ours goes to hubs that keep what they are sent.
@Suite(.serialized) struct HubPushTests {
    @Test(arguments: FaultProfile.allCases)
    func `a hub has exactly ours, whatever goes wrong on the way`(_ faults: FaultProfile)
        async throws
    {
        let scene = try await PushScene.make(faults: faults)
        try await scene.clearing.endWell("hub", "push")
        for hub in ["gireve", "chargegrid"] {
            let expected = try scene.expected(hub)
            #expect(expected.count > 50)
            #expect(try scene.held(hub) == expected, "\(hub)")
            #expect(scene.received(hub).mistakes == [])
        }
        // Each is answered for once, and when it is run again there is nothing to do.
        #expect(
            try scene.scene.database.texts(
                "SELECT count(*) - count(DISTINCT (hub, module, source)) FROM hub.delivery")
                == ["0"])
        let (before, times) = (try scene.deliveries(), scene.received("gireve").objects)
        #expect(before.count == 10)
        let said = try await scene.clearing.endWell("hub", "push", "--json")
        #expect(!said.contains("\"sent\":1"))
        #expect(try scene.deliveries() == before)
        #expect(scene.received("gireve").objects == times)
    }

    @Test func `a hub of another version is told in its own`() async throws {
        let scene = try await PushScene.make(["hubject": .v230, "volt-link": .v211], sessions: 600)
        let said = try await scene.clearing.endWell("hub", "push", "--json")
        for hub in ["hubject", "volt-link"] {
            let (held, ours) = (try scene.held(hub), try scene.expected(hub))
            #expect(scene.received(hub).mistakes == [])
            // 2.1.1 has no credit CDRs, nor limits of price and current.
            let sayable = ours.filter { place, text in
                let words =
                    place.hasPrefix("cdrs/")
                    ? [#""credit":true"#]
                    : place.hasPrefix("tariffs/")
                        ? ["min_price", "max_price", "min_current", "max_current"] : []
                return hub == "hubject" || !words.contains { text.contains($0) }
            }
            #expect(Set(held.keys) == Set(sayable.keys), "\(said)")
            var cdrs = 0
            for (place, text) in held where place.hasPrefix("cdrs/") {
                cdrs += 1
                let (there, here) = (
                    try JSONObject(text), try JSONObject(try #require(ours[place]))
                )
                let net = here.object("total_cost")?.row(["excl_vat"]).dropFirst(9)
                guard hub == "volt-link" else {
                    let cost = there.object("total_cost")
                    #expect(cost?.row(["before_taxes"]).dropFirst(13) == net, "\(place)")
                    #expect(cost?.row(["excl_vat"]) == "excl_vat=null")
                    continue
                }
                #expect(there.row(["total_cost"]).dropFirst(11) == net, "\(place)")
                #expect(
                    there.text("auth_id") == here.object("cdr_token")?.text("contract_id"))
                #expect(there.text("stop_date_time") == here.text("end_date_time"))
                #expect(
                    there.object("location")?.text("id") == here.object("cdr_location")?.text("id"))
            }
            #expect(cdrs > 10)
            for (place, text) in held where hub == "volt-link" && place.hasPrefix("sessions/") {
                let there = try JSONObject(text)
                let here = try JSONObject(try #require(ours[place]))
                let location = there.object("location")
                // Ids are of any case.
                #expect(
                    location?.text("id")?.uppercased() == here.text("location_id")?.uppercased())
                #expect(
                    location?.objectsIfAny("evses").map { $0.text("uid")?.uppercased() }
                        == [here.text("evse_uid")?.uppercased()])
            }
        }
    }

    @Test func `requests are evidence, and go from whom to whom they should`() async throws {
        let scene = try await PushScene.make(["gireve": .v221])
        try await scene.clearing.endWell("hub", "push", "gireve")
        let database = scene.scene.database
        #expect(
            try database.texts(
                "SELECT DISTINCT module || ' ' || method || ' ' || http_status || ' ' || status_code"
                    + " FROM hub.delivery ORDER BY 1")
                == [
                    "cdrs POST 201 1000", "locations PUT 200 1000", "sessions PUT 200 1000",
                    "tariffs PUT 200 1000", "tokens PUT 200 1000",
                ])
        #expect(
            try database.texts(
                "SELECT count(*) = count(DISTINCT request_id) AND bool_and(length(request_id) = 36)"
                    + " FROM hub.delivery") == ["t"])
        #expect(
            try database.texts(
                "SELECT count(*) FROM hub.delivery WHERE module = 'cdrs' AND location IS NULL")
                == ["0"])
        // A CDR goes to its eMSP, a tariff to all behind the hub.
        let held = scene.received("gireve").objects
        let cdrs = held.filter { $0.key.hasPrefix("cdrs/") }
        let countries = Set(cdrs.compactMap { $0.value.to?.country })
        #expect(!countries.isEmpty && countries.subtracting(["FR", "BE"]).isEmpty)
        #expect(cdrs.allSatisfy { $0.value.from == PartyID("IN-MGM") })
        let tariffs = held.filter { $0.key.hasPrefix("tariffs/") }
        #expect(!tariffs.isEmpty)
        #expect(tariffs.allSatisfy { $0.value.to == PartyID("IN-HUB") })
        #expect(held.allSatisfy { $0.value.times == 1 })
    }

    @Test func `what changed is sent again, a CDR that changed is not, and a new hub gets all`()
        async throws
    {
        let scene = try await PushScene.make(["gireve": .v221])
        try await scene.clearing.endWell("hub", "push")
        let (folder, database) = (scene.scene.folder, scene.scene.database)
        let first = try scene.held("gireve")
        func changed(_ module: String, _ edit: (inout [String: Any]) -> Void) throws -> String {
            let wanted = try scene.expected("gireve", [module]).sorted { $0.key < $1.key }[0]
            var object = try #require(
                JSONSerialization.jsonObject(with: Data(wanted.value.utf8)) as? [String: Any])
            edit(&object)
            object["last_updated"] = "2026-11-02T00:00:00Z"
            let text = try canonicalJSON(object)
            try folder.write("[\(text)]", to: "later/own/\(module)/more.json")
            return text
        }
        let tariff = try changed("tariffs") { $0["type"] = "REGULAR" }
        _ = try changed("cdrs") { $0["remark"] = "later" }
        try await scene.clearing.endWell(
            "ingest", "--month", ServedMonth.month, "--from", folder.path("later"))
        let ended = try await scene.clearing.end(["hub", "push", "--json"])
        #expect(ended.code == 0, "\(ended.errors)")
        #expect(ended.output.contains("send a credit CDR"))
        let now = try scene.held("gireve")
        #expect(now.filter { first[$0.key] != $0.value }.map(\.value) == [tariff])
        #expect(
            try database.texts("SELECT count(*) - \(first.count) FROM hub.delivery") == ["1"])
        // One that forgets us has nothing of ours.
        try await scene.clearing.endWell("hub", "leave", "gireve")
        try await scene.clearing.endWell("hub", "register", "gireve")
        #expect(try scene.held("gireve").isEmpty)
        try await scene.clearing.endWell("hub", "push")
        #expect(try scene.held("gireve").count == first.count)
    }

    @Test func `killed ten times and run to its end, a push brings everything once`() async throws {
        let scene = try await PushScene.make(["gireve": .v221], sessions: 600, faults: .drops)
        let expected = try scene.expected("gireve")
        var killed = 0
        for round in 1...10 {
            let process = try scene.clearing.start(
                ["hub", "push"], output: scene.scene.folder.url("o"),
                errors: scene.scene.folder.url("e"))
            // Killed when it is so far, or at its end.
            let goal = expected.count * round / 12
            while process.isRunning, scene.received("gireve").objects.count < goal {
                try await Task.sleep(for: .milliseconds(2))
            }
            if process.isRunning { killed += 1 }
            process.forceKill()
            while process.isRunning { try await Task.sleep(for: .milliseconds(2)) }
        }
        #expect(killed >= 5)
        // The lock of the last goes with its connection.
        for _ in 0..<600 {
            let ended = try await scene.clearing.end(["hub", "push"])
            if ended.code != 75 { break }
            try await Task.sleep(for: .milliseconds(200))
        }
        #expect(try scene.held("gireve") == expected)
        #expect(scene.received("gireve").mistakes == [])
        #expect(
            try scene.scene.database.texts(
                "SELECT count(*) || ' ' || count(DISTINCT (module, source)) FROM hub.delivery")
                == ["\(expected.count) \(expected.count)"])
    }

    @Test func `what a hub refuses is listed with its status and not sent again`() async throws {
        let scene = try await PushScene.make(["gireve": .v221], push: ["cdrs"])
        // It has a CDR of ours already, and it is another.
        let wanted = try #require(scene.expected("gireve", ["cdrs"]).min { $0.key < $1.key })
        let other = wanted.value.replacingOccurrences(
            of: #""last_updated":""#, with: #""remark":"other","last_updated":""#)
        let rule = try #require(try scene.scene.rules.connections.first { $0.hub == "gireve" })
        let link = try scene.scene.desk().link("gireve")
        let eMSP = try #require(try JSONObject(wanted.value).object("cdr_token"))
        let (country, party) = (eMSP.text("country_code"), eMSP.text("party_id"))
        let client = HubClient(rule, run: "test", clock: { .now })
        let place = try #require(link.details.receiver(of: "cdrs").flatMap { WebAddress($0) })
        let answer = try await client.deliver(
            Parcel(
                method: .post, address: place, body: Array(other.utf8),
                routing: Routing(
                    toCountry: country, toParty: party, fromCountry: "IN", fromParty: "MGM"),
                topic: "test"), token: link.token)
        #expect(answer.refusal == nil)
        await client.close()
        let ended = try await scene.clearing.end(["hub", "push", "--json"])
        #expect(ended.code == 1, "\(ended.errors)")
        #expect(ended.output.contains(#""status_code":2001"#))
        #expect(ended.output.contains("is known with other content"))
        let asked = try scene.deliveries("refused IS NOT NULL")
        #expect(asked == ["gireve cdrs 1"])
        #expect(try await scene.clearing.end(["hub", "push"]).code == 0)
        #expect(try scene.deliveries("refused IS NOT NULL") == asked)
        #expect(try await scene.clearing.end(["hub", "push", "--again"]).code == 1)
        #expect(try scene.deliveries("refused IS NOT NULL") == ["gireve cdrs 2"])
    }

    @Test func `a hub that is gone stops no other, and nothing is lost`() async throws {
        let scene = try await PushScene.make(push: ["tariffs"])
        let links = try scene.scene.desk()
        var gone = try links.link("chargegrid")
        gone.endpoints = gone.endpoints.map {
            .init(
                identifier: $0.identifier, role: $0.role,
                url: $0.url.replacingOccurrences(of: "/chargegrid/", with: "/nobody/"))
        }
        try links.save(gone, as: .rotated)
        let ended = try await scene.clearing.end(["hub", "push", "--json"])
        #expect(ended.code == 69, "\(ended.errors)")
        #expect(ended.errors.contains("HTTP_STATUS"))
        #expect(try scene.held("gireve") == (try scene.expected("gireve", ["tariffs"])))
        #expect(try scene.held("chargegrid").isEmpty)
    }

    @Test func `invoice records are posted, changed and taken back`() async throws {
        let scene = try await PushScene.make(
            ["hubject": .v230], push: ["invoicereconciliation"])
        let connection = try scene.scene.database.connect(as: .invoice)
        func save(_ id: String, _ version: Int, cdrs: [String], deleted: Bool = false) throws {
            let at = try #require(Instant("2026-11-0\(version)T00:00:00Z"))
            let record = InvoiceRecord(
                owner: try #require(PartyID("IN-MGM")), id: id, invoiceID: "I/\(id)", cdrs: cdrs,
                lastUpdated: at)
            let transaction = try connection.begin()
            try transaction.save(
                StoredInvoiceRecord(
                    version: version, record: record, isDeleted: deleted,
                    counterparty: try #require(PartyID(id == "R-9" ? "FR-IZI" : "IN-TPC")),
                    ours: .init(month: try #require(Month("2026-10")), side: .cpo), hub: "",
                    document: record.document, at: at, by: "test"))
            try transaction.commit()
        }
        try save("R-1", 1, cdrs: ["A"])
        try save("R-2", 1, cdrs: ["B"])
        try save("R-9", 1, cdrs: ["Z"])
        try await scene.clearing.endWell("hub", "push")
        func held() throws -> [String] {
            try scene.held("hubject").sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        }
        let place = "invoicereconciliation/IN/MGM/"
        #expect(Set(try scene.held("hubject").keys) == [place + "R-1", place + "R-2"])
        try save("R-1", 2, cdrs: ["A", "C"])
        try save("R-2", 2, cdrs: ["B"], deleted: true)
        try save("R-3", 1, cdrs: ["D"], deleted: true)
        try await scene.clearing.endWell("hub", "push")
        #expect(Set(try scene.held("hubject").keys) == [place + "R-1"])
        #expect(try held()[0].contains(#""cdrs":["A","C"]"#))
        try await scene.clearing.endWell("hub", "push")
        #expect(
            try scene.scene.database.texts(
                "SELECT object_id || ' ' || method FROM hub.delivery ORDER BY ordinal")
                == ["R-1 POST", "R-2 POST", "R-1 PUT", "R-2 DELETE"])
        #expect(scene.received("hubject").mistakes == [])
    }
}
