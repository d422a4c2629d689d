import Amounts
import Rating
import Roaming

extension JSONBytes {
    /// The answer as one JSON object, without a line feed. `line` is of a batch, counted from 1.
    /// False when what was written is no price: a price may be too large to be written.
    @discardableResult
    mutating func append(_ answer: PriceAnswer, line: Int? = nil) -> Bool {
        switch answer {
        case .refused(let refusal):
            append(refusal, line: line)
            return false
        case .priced(let priced):
            let before = bytes.count
            do throws(AmountOverflow) {
                try append(priced)
                return true
            } catch {
                cut(to: before)
                append(.tooLarge, line: line)
                return false
            }
        }
    }

    mutating func append(_ refusal: PriceRefusal, line: Int?) {
        raw("{\"unpriceable\":{\"code\":")
        string(refusal.code)
        raw(",\"pointer\":")
        string(refusal.pointer)
        raw(",\"text\":")
        string(refusal.text)
        raw("}")
        if let line {
            raw(",\"line\":")
            integer(line)
        }
        raw("}")
    }

    private mutating func append(_ priced: PricedCharge) throws(AmountOverflow) {
        let rated = priced.rated
        raw("{\"currency\":")
        string(rated.currency.description)
        for category in Self.order {
            name(category, first: false)
            let price = try rated.price(category)
            raw("{\"before_tax\":")
            decimal(price.beforeTax)
            raw(",\"after_tax\":")
            decimal(price.afterTax)
            raw("}")
        }
        raw(",\"exact\":{")
        for category in Self.order {
            name(category, first: category == Self.order[0])
            exact(rated, category)
        }
        raw("},\"notes\":[")
        append(priced.readingFindings, after: false)
        if rated.hasFindings {
            append(rated.findings, after: !priced.readingFindings.isEmpty)
        }
        raw("],\"working\":[")
        var isFirst = true
        for line in rated.working {
            if !isFirst { raw(",") }
            isFirst = false
            append(line.json)
        }
        for step in rated.limits {
            if !isFirst { raw(",") }
            isFirst = false
            append(step.json)
        }
        raw("]")
        if let taxes = try rated.taxes(.total), !taxes.isEmpty { append(taxes) }
        if let verification = priced.verification {
            raw(",\"verification\":")
            append(verification.json)
        }
        raw("}")
    }

    /// `total_cost` first, as it is what most look for.
    private static let order: [Category] = [
        .total, .fixed, .energy, .time, .parking, .reservation,
    ]

    private mutating func name(_ category: Category, first: Bool) {
        if !first { raw(",") }
        switch category {
        case .total: raw("\"total_cost\":")
        case .fixed: raw("\"total_fixed_cost\":")
        case .energy: raw("\"total_energy_cost\":")
        case .time: raw("\"total_time_cost\":")
        case .parking: raw("\"total_parking_cost\":")
        case .reservation: raw("\"total_reservation_cost\":")
        }
    }

    /// The tax in `total_cost`, apart by rate; the amounts sum to it exactly.
    private mutating func append(_ taxes: [TaxShare]) {
        raw(",\"taxes\":")
        append(
            .array(
                taxes.map {
                    .object([
                        ("vat", .string($0.rate.description)),
                        ("amount", .string($0.amount.description)),
                    ])
                }))
    }

    private mutating func append(_ findings: [Finding], after: Bool) {
        var needsComma = after
        for finding in findings {
            if needsComma { raw(",") }
            needsComma = true
            raw("{\"code\":")
            string(finding.code)
            raw(",\"severity\":")
            string(finding.severity.rawValue)
            raw(",\"pointer\":")
            string(finding.pointer)
            raw(",\"text\":")
            string(finding.text)
            if let stake = finding.atStake {
                raw(",\"at_stake\":")
                decimal(stake)
            }
            raw("}")
        }
    }
}

extension WorkingLine {
    /// Amounts and volumes exact: a decimal where it ends, else `n/d`.
    var json: JSONValue {
        var members: [(String, JSONValue)] = [
            ("period", .integer(period)), ("from", .string(from.description)),
            ("dimension", .string(dimension)), ("category", .string(category.wireName)),
        ]
        if let source {
            members += [
                ("tariff", .string(source.tariffID)), ("element", .integer(source.element)),
                ("component", .integer(source.place)),
                ("price", .string(source.component.price.description)),
                ("vat", .text(source.component.vat?.description)),
                ("step_size", source.component.stepSize.map { .integer(Int($0)) } ?? .null),
            ]
        } else {
            members += [("tariff", .null), ("element", .null), ("component", .null)]
        }
        members += [
            ("unit", .string(unit)), ("volume_sent", .string(volumeSent.text)),
            ("volume_snapped", .string(volumeSnapped.text)),
            ("volume_billed", .string(volumeBilled.text)),
            ("step_applied", stepApplied.map { .integer(Int($0)) } ?? .null),
            ("before_tax", .text(beforeTax?.text)), ("after_tax", .text(afterTax?.text)),
            (
                "skipped",
                .array(
                    skipped.map {
                        .object([
                            ("element", .integer($0.element)), ("reason", .string($0.reason)),
                        ])
                    })
            ),
        ]
        return .object(members)
    }

    /// What the volumes are counted in.
    var unit: String {
        switch dimension {
        case "ENERGY": "kWh"
        case "TIME", "PARKING_TIME", "RESERVATION_TIME": "s"
        default: "once"
        }
    }
}

extension LimitStep {
    /// What it added to the lines above.
    var json: JSONValue {
        .object([
            ("cause", .string(cause)), ("before_tax", .text(beforeTax?.text)),
            ("after_tax", .text(afterTax?.text)),
        ])
    }
}
