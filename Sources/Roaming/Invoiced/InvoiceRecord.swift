/// An InvoiceReconciliationRecord (OCPI 2.3.0 edition 2, mod_invoice_reconciliation): which CDRs an
/// invoice is about. It carries no amounts; each side adds up its own.
package struct InvoiceRecord: Sendable, Hashable {
    /// `country_code` and `party_id` of the party that owns it: the one that sent the invoice. The CPO
    /// with direct billing, the eMSP with reverse billing.
    package var owner: PartyID
    /// At most `idBytes` long; unique among the owner's.
    package var id: String
    /// Number of the invoice.
    package var invoiceID: String
    /// Ids of the CDRs that are invoiced; at least one.
    package var cdrs: [String]
    /// When this version of it was issued.
    package var lastUpdated: Instant

    /// CiString(36), also of the ids in `cdrs`, though a CDR's own id may have 39 characters (mod_cdrs).
    package static let idBytes = 36

    package init(
        owner: PartyID, id: String, invoiceID: String, cdrs: [String], lastUpdated: Instant
    ) {
        self.owner = owner
        self.id = id
        self.invoiceID = invoiceID
        self.cdrs = cdrs
        self.lastUpdated = lastUpdated
    }

    /// As OCPI sends it, in the order of the specification's table, without white space.
    package var document: [UInt8] {
        OrderedJSON.object([
            ("country_code", .string(owner.country)), ("party_id", .string(owner.party)),
            ("id", .string(id)), ("invoice_id", .string(invoiceID)),
            ("cdrs", .array(cdrs.map { .string($0) })),
            ("last_updated", .string(lastUpdated.description)),
        ]).bytes
    }
}
