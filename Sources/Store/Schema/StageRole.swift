/// The database role a job acts as. A stage reads upstream and inserts into its own schema;
/// nothing but the closing of a run is ever updated, nothing deleted.
package enum StageRole: String, Sendable, Hashable, CaseIterable {
    case ingest = "clearing_ingest"
    case rate = "clearing_rate"
    case reconcile = "clearing_reconcile"
    case settle = "clearing_settle"
    /// Adds to the ledger, at the close of a month and at no other time.
    case post = "clearing_post"
    /// Reads every stage and adds to the disputes: what people do about exceptions, audit, evidence.
    case dispute = "clearing_dispute"
    /// Reads every stage and adds what partners invoice, and our records of invoices.
    case invoice = "clearing_invoice"
    /// Reads the `published` views and nothing else: reports and the API.
    case reader = "clearing_reader"
    /// Keeps the books of runs and nothing else: for jobs that write no tables (report, month).
    case runs = "clearing_runs"
    /// Closes months: reads every stage, adds to `closing` and the ledger.
    case close = "clearing_close"
    /// Reads statements, keeps what banks say and what it pays, and books payments in the ledger.
    case payment = "clearing_payment"
    /// Reads the guarded rows, which are those the reach of the one who asks covers; notes who was
    /// shown personal data.
    case api = "clearing_api"
    /// Adds clients of the API, their secrets and the keys that sign tokens.
    case access = "clearing_access"
}
