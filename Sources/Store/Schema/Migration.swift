/// One forward step of the schema: never edited after release, only followed by another.
struct Migration: Sendable {
    /// `m0001_runs`
    let name: String
    let text: String
    /// Asserts what the step promises; the migration test runs it after the step.
    let verification: String

    init(_ name: String, _ text: [UInt8], verifiedBy verification: [UInt8]) {
        self.name = name
        self.text = String(decoding: text, as: UTF8.self)
        self.verification = String(decoding: verification, as: UTF8.self)
    }

    static let all = [
        Migration(
            "m0001_runs", PackageResources.m0001_runs_sql,
            verifiedBy: PackageResources.m0001_runs_verify_sql),
        Migration(
            "m0002_intake", PackageResources.m0002_intake_sql,
            verifiedBy: PackageResources.m0002_intake_verify_sql),
        Migration(
            "m0003_rating", PackageResources.m0003_rating_sql,
            verifiedBy: PackageResources.m0003_rating_verify_sql),
        Migration(
            "m0004_reconciliation", PackageResources.m0004_reconciliation_sql,
            verifiedBy: PackageResources.m0004_reconciliation_verify_sql),
        Migration(
            "m0005_settlement", PackageResources.m0005_settlement_sql,
            verifiedBy: PackageResources.m0005_settlement_verify_sql),
        Migration(
            "m0006_published", PackageResources.m0006_published_sql,
            verifiedBy: PackageResources.m0006_published_verify_sql),
        Migration(
            "m0007_lines", PackageResources.m0007_lines_sql,
            verifiedBy: PackageResources.m0007_lines_verify_sql),
        Migration(
            "m0008_ledger", PackageResources.m0008_ledger_sql,
            verifiedBy: PackageResources.m0008_ledger_verify_sql),
        Migration(
            "m0009_disputes", PackageResources.m0009_disputes_sql,
            verifiedBy: PackageResources.m0009_disputes_verify_sql),
        Migration(
            "m0010_closing", PackageResources.m0010_closing_sql,
            verifiedBy: PackageResources.m0010_closing_verify_sql),
        Migration(
            "m0011_meters", PackageResources.m0011_meters_sql,
            verifiedBy: PackageResources.m0011_meters_verify_sql),
        Migration(
            "m0012_causes", PackageResources.m0012_causes_sql,
            verifiedBy: PackageResources.m0012_causes_verify_sql),
        Migration(
            "m0013_clocks", PackageResources.m0013_clocks_sql,
            verifiedBy: PackageResources.m0013_clocks_verify_sql),
        Migration(
            "m0014_statements", PackageResources.m0014_statements_sql,
            verifiedBy: PackageResources.m0014_statements_verify_sql),
        Migration(
            "m0015_invoice_records", PackageResources.m0015_invoice_records_sql,
            verifiedBy: PackageResources.m0015_invoice_records_verify_sql),
        Migration(
            "m0016_payments", PackageResources.m0016_payments_sql,
            verifiedBy: PackageResources.m0016_payments_verify_sql),
        Migration(
            "m0017_dispute_outcomes", PackageResources.m0017_dispute_outcomes_sql,
            verifiedBy: PackageResources.m0017_dispute_outcomes_verify_sql),
        Migration(
            "m0018_hubs", PackageResources.m0018_hubs_sql,
            verifiedBy: PackageResources.m0018_hubs_verify_sql),
        Migration(
            "m0019_rounding_fit", PackageResources.m0019_rounding_fit_sql,
            verifiedBy: PackageResources.m0019_rounding_fit_verify_sql),
        Migration(
            "m0020_intents", PackageResources.m0020_intents_sql,
            verifiedBy: PackageResources.m0020_intents_verify_sql),
        Migration(
            "m0021_access", PackageResources.m0021_access_sql,
            verifiedBy: PackageResources.m0021_access_verify_sql),
        Migration(
            "m0022_guards", PackageResources.m0022_guards_sql,
            verifiedBy: PackageResources.m0022_guards_verify_sql),
        Migration(
            "m0023_pushes", PackageResources.m0023_pushes_sql,
            verifiedBy: PackageResources.m0023_pushes_verify_sql),
        Migration(
            "m0024_serving", PackageResources.m0024_serving_sql,
            verifiedBy: PackageResources.m0024_serving_verify_sql),
        Migration(
            "m0025_deliveries", PackageResources.m0025_deliveries_sql,
            verifiedBy: PackageResources.m0025_deliveries_verify_sql),
        Migration(
            "m0026_token_checks", PackageResources.m0026_token_checks_sql,
            verifiedBy: PackageResources.m0026_token_checks_verify_sql),
        Migration(
            "m0027_audit_ledger", PackageResources.m0027_audit_ledger_sql,
            verifiedBy: PackageResources.m0027_audit_ledger_verify_sql),
    ]
}
