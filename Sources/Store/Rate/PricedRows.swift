package import Amounts
package import Roaming

/// What rating made of one CDR, as it is stored.
package struct PricedCDR: Sendable, Hashable {
    /// Rounded amounts, in the tariff's currency.
    package struct Figures: Sendable, Hashable {
        package var currency: Currency
        package var total: Price
        package var fixed: Price?
        package var energy: Price?
        package var time: Price?
        package var parking: Price?
        package var reservation: Price?
        /// Before any rounding, as `n/d`.
        package var exactBeforeTax: String
        package var exactAfterTax: String?

        package init(
            currency: Currency, total: Price, fixed: Price? = nil, energy: Price? = nil,
            time: Price? = nil, parking: Price? = nil, reservation: Price? = nil,
            exactBeforeTax: String, exactAfterTax: String?
        ) {
            self.currency = currency
            self.total = total
            self.fixed = fixed
            self.energy = energy
            self.time = time
            self.parking = parking
            self.reservation = reservation
            self.exactBeforeTax = exactBeforeTax
            self.exactAfterTax = exactAfterTax
        }
    }

    package enum Outcome: Sendable, Hashable {
        case priced(Figures)
        case unpriceable(code: String, text: String)
    }

    package var object: Int64
    package var tariffID: String?
    /// Number of the received tariff, when it came apart from the CDR.
    package var tariffObject: Int64?
    package var outcome: Outcome
    package var findings: [Finding]
    /// What its claimed total less ours is made of, on each side of tax; each sums to it exactly.
    package var causesBeforeTax: [DifferenceCause] = []
    package var causesAfterTax: [DifferenceCause] = []
    /// What it comes to by the tariff in it, where another one was published and prices it.
    package var byOwnTariff: Price?
    /// How its claim may be rounded from the exact amount; before tax where both say that. Nil where
    /// they are in two currencies or one of them is not known.
    package var roundingFit: RoundingFit?

    package init(
        object: Int64, tariffID: String?, tariffObject: Int64?, outcome: Outcome,
        findings: [Finding]
    ) {
        self.object = object
        self.tariffID = tariffID
        self.tariffObject = tariffObject
        self.outcome = outcome
        self.findings = findings
    }
}

/// Priced CDRs of a shard in the form the server takes them; built on any thread.
package struct PricedRows: Sendable {
    private(set) var priced = RowBytes()
    private(set) var findings = RowBytes()
    private(set) var causes = RowBytes()
    private(set) var ownTariffs = RowBytes()
    private let run: Int64

    package init(of run: Run) { self.run = run.id }

    package var count: Int { priced.rows }

    package mutating func add(_ cdr: PricedCDR) {
        priced.begin(fields: 24)
        priced.int8(run)
        priced.int8(cdr.object)
        priced.text(cdr.tariffID)
        priced.int8(cdr.tariffObject)
        switch cdr.outcome {
        case .priced(let amounts):
            priced.null()
            priced.null()
            append(amounts)
        case .unpriceable(let code, let text):
            priced.text(code)
            priced.text(text)
            for _ in 0..<15 { priced.null() }
        }
        priced.int4(cdr.findings.count)
        priced.texts(Set(cdr.findings.map(\.code)).sorted())
        priced.int4(cdr.roundingFit.map { Int($0.bits) })
        for (ordinal, finding) in cdr.findings.enumerated() {
            findings.begin(fields: 8)
            findings.int8(run)
            findings.int8(cdr.object)
            findings.int4(ordinal)
            findings.append(finding)
        }
        append(cdr.causesBeforeTax, of: cdr.object, isAfterTax: false)
        append(cdr.causesAfterTax, of: cdr.object, isAfterTax: true)
        if let own = cdr.byOwnTariff {
            ownTariffs.begin(fields: 4)
            ownTariffs.int8(run)
            ownTariffs.int8(cdr.object)
            ownTariffs.decimal(own.beforeTax)
            ownTariffs.decimal(own.afterTax)
        }
    }

    private mutating func append(
        _ parts: [DifferenceCause], of object: Int64, isAfterTax: Bool
    ) {
        for (place, part) in parts.enumerated() {
            causes.begin(fields: 6)
            causes.int8(run)
            causes.int8(object)
            causes.bool(isAfterTax)
            causes.int4(place)
            causes.text(part.kind.rawValue)
            causes.decimal(part.amount)
        }
    }

    /// The rows of `other` after these.
    package mutating func append(_ other: PricedRows) {
        priced.append(other.priced)
        findings.append(other.findings)
        causes.append(other.causes)
        ownTariffs.append(other.ownTariffs)
    }

    private mutating func append(_ amounts: PricedCDR.Figures) {
        priced.text(amounts.currency.description)
        let prices = [
            amounts.total, amounts.fixed, amounts.energy, amounts.time, amounts.parking,
            amounts.reservation,
        ]
        for price in prices {
            priced.decimal(price?.beforeTax)
            priced.decimal(price?.afterTax)
        }
        priced.text(amounts.exactBeforeTax)
        priced.text(amounts.exactAfterTax)
    }
}

extension Transaction {
    package func save(_ rows: PricedRows) throws(StoreError) {
        try connection.copy(.copyPricedCDR, rows.priced)
        try connection.copy(.copyRatingFinding, rows.findings)
        if rows.causes.rows > 0 { try connection.copy(.copyDifferenceCause, rows.causes) }
        if rows.ownTariffs.rows > 0 { try connection.copy(.copyOwnTariffPrice, rows.ownTariffs) }
    }
}
