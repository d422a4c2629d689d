import Foundation
import Hubs
import Intake
import Roaming
import Store
import TestSupport
import Testing

@testable import clearing

/// Invoice records over the wire (2.3.0 mod_invoice_reconciliation).
@Suite(.serialized) struct OCPIInvoiceTests {
    private static func record(_ id: String, of party: String, cdr: String, at date: String)
        -> String
    {
        """
        {"country_code":"IN","party_id":"\(party)","id":"\(id)","invoice_id":"T/1",\
        "cdrs":["\(cdr)"],"last_updated":"\(date)"}
        """
    }

    @Test func `a partner's record is posted, replaced, got and deleted`() async throws {
        let scene = try OCPIHostTests.scene()
        let (token, old) = (try scene.register("hubject"), try scene.register("gireve"))
        let first = Self.record("R-1", of: "TPC", cdr: "A", at: "2026-11-01T00:00:00Z")
        let second = Self.record("R-1", of: "TPC", cdr: "B", at: "2026-11-02T00:00:00Z")
        let foreign = Self.record("R-2", of: "ZZZ", cdr: "A", at: "2026-11-01T00:00:00Z")
        try await scene.hosting { (peer: OCPIPeer) async throws -> Void in
            let base = "2.3.0/receiver/invoicereconciliation"
            let place = base + "/IN/TPC/R-1"
            func ask(
                _ method: String, _ path: String, _ body: String? = nil
            ) async throws -> OCPIPeer.Answer {
                try await peer.send(method, path, token: token, body)
            }
            #expect(try await ask("GET", place).status == 404)
            #expect(try await ask("POST", base, first).status == 201)
            #expect(try await ask("GET", place).data == canonicalJSON(text: first))
            // The same again, and another under its id.
            #expect(try await ask("POST", base, first).code == 1000)
            #expect(try await ask("POST", base, second).code == 2001)
            #expect(try await ask("PUT", base + "/IN/TPC/R-9", second).code == 2001)
            #expect(try await ask("PUT", place, second).code == 1000)
            #expect(try await ask("GET", place).data == canonicalJSON(text: second))
            #expect(try await ask("POST", base, foreign).code == 2001)
            #expect(try await ask("POST", base, "{}").code == 2001)
            #expect(try await ask("PATCH", place, "{}").status == 405)
            #expect(try await ask("DELETE", place).code == 1000)
            #expect(try await ask("GET", place).status == 404)
            #expect(try await peer.send("GET", place, token: old).code == 3002)
            let invented = "2.2.1/receiver/invoicereconciliation/IN/TPC/R-1"
            #expect(try await peer.send("GET", invented, token: old).status == 404)
        }
        #expect(
            try scene.database.texts(
                "SELECT version || ' ' || is_deleted FROM invoice.record ORDER BY version")
                == ["1 false", "2 false", "3 true"])
    }

    @Test func `ours are told to those they are for`() async throws {
        let scene = try OCPIHostTests.scene()
        let token = try scene.register("hubject")
        let connection = try scene.database.connect(as: .invoice)
        for (index, party) in ["IN-TPC", "FR-IZI", "IN-ZEO"].enumerated() {
            let at = try #require(Instant("2026-11-0\(index + 1)T00:00:00Z"))
            let record = InvoiceRecord(
                owner: try #require(PartyID("IN-MGM")), id: "I-\(index)", invoiceID: "I/\(index)",
                cdrs: ["C\(index)"], lastUpdated: at)
            let month = try #require(Month("2026-10"))
            let transaction = try connection.begin()
            try transaction.save(
                StoredInvoiceRecord(
                    version: 1, record: record, isDeleted: false,
                    counterparty: try #require(PartyID(party)),
                    ours: .init(month: month, side: .cpo), hub: "hubject",
                    document: record.document, at: at, by: "test"))
            try transaction.commit()
        }
        try await scene.hosting { (peer: OCPIPeer) async throws -> Void in
            func ids(_ query: String) async throws -> [String] {
                let answer = try await peer.send(
                    "GET", "2.3.0/sender/invoicereconciliation?\(query)", token: token)
                let data = try answer.object["data"] as? [[String: Any]] ?? []
                return data.compactMap { $0["id"] as? String }
                    + [answer.header("X-Total-Count") ?? ""]
            }
            #expect(try await ids("") == ["I-0", "I-2", "2"])
            #expect(try await ids("limit=1&offset=1") == ["I-2", "2"])
            #expect(try await ids("date_from=2026-11-02T00:00:00Z") == ["I-2", "1"])
        }
    }
}
