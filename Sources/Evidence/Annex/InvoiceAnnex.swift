package import Amounts
package import Hashing
package import Roaming

/// What an invoice record does not say: the amounts we charge for its CDRs, and their total. A partner
/// adds up its own figures CDR by CDR, and finds where they part.
package struct InvoiceAnnex: Sendable, Hashable {
    package struct Charge: Sendable, Hashable {
        package enum Kind: String, Sendable, Hashable {
            case agreed
            /// Was in dispute, and is owed after all.
            case released
        }

        package var cdrID: String
        package var kind: Kind
        package var serviceMonth: Month?
        package var beforeTax: ExactDecimal
        package var afterTax: ExactDecimal

        package init(
            cdrID: String, kind: Kind, serviceMonth: Month?, beforeTax: ExactDecimal,
            afterTax: ExactDecimal
        ) {
            self.cdrID = cdrID
            self.kind = kind
            self.serviceMonth = serviceMonth
            self.beforeTax = beforeTax
            self.afterTax = afterTax
        }
    }

    package var record: InvoiceRecord
    /// To whom.
    package var counterparty: PartyID
    package var side: Side
    package var month: Month
    package var currency: Currency
    /// Hash of the close that the amounts are of.
    package var close: String
    /// Ordered by CDR id.
    package let charges: [Charge]
    package let beforeTax: ExactDecimal
    package let afterTax: ExactDecimal

    package init(
        record: InvoiceRecord, counterparty: PartyID, side: Side, month: Month,
        currency: Currency, close: String, charges: [Charge]
    ) throws(AmountOverflow) {
        self.record = record
        self.counterparty = counterparty
        self.side = side
        self.month = month
        self.currency = currency
        self.close = close
        self.charges = charges.sorted {
            ($0.cdrID, $0.kind.rawValue, $0.afterTax) < ($1.cdrID, $1.kind.rawValue, $1.afterTax)
        }
        var (before, after) = (ExactDecimal.zero, ExactDecimal.zero)
        for charge in charges {
            before = try before + charge.beforeTax
            after = try after + charge.afterTax
        }
        (beforeTax, afterTax) = (before, after)
    }

    package static let form = "invoice-annex/1"

    /// RFC 8785: what is signed, and what `check_annex.py` and `openssl` check.
    package var bytes: [UInt8] {
        OrderedJSON.object([
            ("form", .string(Self.form)), ("country_code", .string(record.owner.country)),
            ("party_id", .string(record.owner.party)), ("id", .string(record.id)),
            ("invoice_id", .string(record.invoiceID)),
            ("last_updated", .string(record.lastUpdated.description)),
            ("counterparty", .string(counterparty.description)),
            ("direction", .string(side == .cpo ? "direct" : "reverse")),
            ("month", .string(month.description)), ("currency", .string(currency.description)),
            ("close_sha256", .string(close)), ("cdrs", .array(charges.map(\.json))),
            (
                "total",
                .object([
                    ("before_tax", .string(beforeTax.text(decimals: 2))),
                    ("after_tax", .string(afterTax.text(decimals: 2))),
                ])
            ),
        ]).canonicalBytes
    }

    package var digest: Digest { Hashing.digest(of: bytes) }
}

extension InvoiceAnnex.Charge {
    fileprivate var json: OrderedJSON {
        .object([
            ("id", .string(cdrID)), ("kind", .string(kind.rawValue)),
            ("service_month", serviceMonth.map { .string($0.description) } ?? .null),
            ("before_tax", .string(beforeTax.text(decimals: 2))),
            ("after_tax", .string(afterTax.text(decimals: 2))),
        ])
    }
}

extension InvoiceAnnex {
    /// Checks an annex without this program; goes with every one.
    package static var checkScript: [UInt8] { PackageResources.check_annex_py }
}
