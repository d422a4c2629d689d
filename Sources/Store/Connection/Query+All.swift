extension Query {
    /// Every query file of the module; StoreTests compares this with the folder and the schema.
    static let all =
        ofSchema + ofRuns + ofIngest + ofRate + ofReconcile + ofSettle + ofLedger + ofDisputes
        + ofClose + ofAudit + ofStatements + ofInvoiceRecords + ofPayments + ofHubs
        + ofPushes + ofDeliveries + ofServing + ofAccess

    /// Several statements, or a COPY: sent as text, never prepared.
    var isScript: Bool { text.contains("\nCOPY ") || text.contains("\nCREATE ") }
}
