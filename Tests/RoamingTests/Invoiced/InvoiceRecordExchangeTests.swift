import Roaming
import Testing

/// The module's questions and answers, one sentence of mod_invoice_reconciliation (OCPI 2.3.0 edition
/// 2) or of transport_and_format at a time.
@Suite struct InvoiceRecordExchangeTests {
    private static let owner = PartyID("NL-TNM")

    private func record(
        _ id: String = "3", invoice: String = "INV202303", cdrs: [String] = ["a", "b"],
        updated: String = "2015-04-01T21:59:59Z"
    ) throws -> InvoiceRecord {
        InvoiceRecord(
            owner: try #require(Self.owner), id: id, invoiceID: invoice, cdrs: cdrs,
            lastUpdated: try #require(Instant(updated)))
    }

    private func ask(
        _ request: InvoiceRecordRequest, _ known: InvoiceRecord? = nil, deleted: Bool = false,
        as senders: Set<PartyID>? = nil
    ) throws -> InvoiceRecordAnswer {
        answer(
            to: request, known: known.map { KnownInvoiceRecord($0, isDeleted: deleted) },
            senders: try senders ?? [#require(Self.owner)])
    }

    @Test func `a document has the fields of the table in their order`() throws {
        #expect(
            String(decoding: try record(cdrs: ["a", "b", "c"]).document, as: UTF8.self)
                == #"{"country_code":"NL","party_id":"TNM","id":"3","invoice_id":"INV202303","#
                + #""cdrs":["a","b","c"],"last_updated":"2015-04-01T21:59:59Z"}"#)
    }

    @Test func `POST makes a record once`() throws {
        let one = try record()
        #expect(try ask(.post(one)) == .created)
        #expect(try ask(.post(one), one) == .unchanged)
        let other = try ask(.post(try record(invoice: "X")), one)
        #expect(other.status.http == 400 && other.status.ocpi == 2001)
        #expect(try ask(.post(one), one, deleted: true) == .created)
        #expect(try ask(.post(record(cdrs: []))) == .refused("The record lists no CDR."))
    }

    @Test func `PUT makes the next version, and no version undoes a later one`() throws {
        let (owner, one) = (try #require(Self.owner), try record())
        let later = try record(cdrs: ["a"], updated: "2015-04-02T00:00:00Z")
        #expect(try ask(.put(owner: owner, id: "3", one)) == .created)
        #expect(try ask(.put(owner: owner, id: "3", one), one) == .unchanged)
        #expect(try ask(.put(owner: owner, id: "3", later), one) == .updated)
        #expect(try ask(.put(owner: owner, id: "3", one), later).status.http == 400)
        // Issued in the same second, with other content: the one that comes last stands.
        #expect(try ask(.put(owner: owner, id: "3", record(cdrs: ["z"])), one) == .updated)
        #expect(try ask(.put(owner: owner, id: "3", one), later, deleted: true).status.http == 400)
        #expect(try ask(.put(owner: owner, id: "3", later), one, deleted: true) == .created)
    }

    @Test func `the URL names the record that is sent, by an owner of the connection`() throws {
        let (owner, one) = (try #require(Self.owner), try record("Ab"))
        #expect(try ask(.put(owner: owner, id: "AB", one)) == .created)
        #expect(try ask(.put(owner: owner, id: "4", one)).status.http == 400)
        #expect(
            try ask(.put(owner: try #require(PartyID("NL-XXX")), id: "Ab", one)).status.http == 400)
        #expect(try ask(.post(one), as: []).status.http == 400)
        #expect(try ask(.delete(owner: owner, id: "Ab"), one, as: []).status.http == 400)
    }

    @Test func `GET gives what stands, DELETE takes it back`() throws {
        let (owner, one) = (try #require(Self.owner), try record())
        #expect(try ask(.get(owner: owner, id: "3"), one) == .record(one))
        #expect(try ask(.get(owner: owner, id: "3")).status.http == 404)
        #expect(try ask(.get(owner: owner, id: "3"), one, deleted: true) == .unknown)
        #expect(try ask(.delete(owner: owner, id: "3"), one) == .deleted)
        #expect(try ask(.delete(owner: owner, id: "3"), one, deleted: true) == .unknown)
        #expect(try ask(.delete(owner: owner, id: "3")) == .unknown)
    }

    @Test func `pages are by last update, from inclusive, until exclusive`() throws {
        let records = try (1...5).reversed().map {
            try record("\($0)", updated: "2019-01-2\($0)T12:00:00Z")
        }
        func ids(
            _ from: String?, _ until: String?, _ offset: Int, _ limit: Int?, most: Int = 100
        ) -> String {
            let page = page(
                of: records, from: from.flatMap { Instant($0) },
                until: until.flatMap { Instant($0) }, offset: offset, limit: limit, most: most)
            let next = page.next.map { "\($0)" } ?? "end"
            return "\(page.records.map(\.id).joined()) of \(page.total), \(page.limit), \(next)"
        }
        #expect(ids(nil, nil, 0, nil) == "12345 of 5, 100, end")
        #expect(ids(nil, nil, 0, 2) == "12 of 5, 2, 2")
        #expect(ids(nil, nil, 4, 2) == "5 of 5, 2, end")
        #expect(ids(nil, nil, 3, 2) == "45 of 5, 2, end")
        #expect(ids(nil, nil, 5, 2) == " of 5, 2, end")
        #expect(ids(nil, nil, 99, 2) == " of 5, 2, end")
        #expect(ids(nil, nil, -1, 0) == "1 of 5, 1, 1")
        #expect(ids(nil, nil, 0, 50, most: 3) == "123 of 5, 3, 3")
        #expect(ids("2019-01-22T12:00:00Z", "2019-01-24T12:00:00Z", 0, nil) == "23 of 2, 100, end")
        #expect(ids("2019-01-22T12:00:01Z", nil, 1, 1) == "4 of 3, 1, 2")
    }
}
