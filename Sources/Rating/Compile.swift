import Amounts
package import Roaming

/// Brings a tariff into the form that pricing reads. Never fails: what does not fit the fixed-point
/// rows is priced in full precision, what is odd becomes a finding.
package func compile(_ tariff: Tariff) -> CompiledTariff {
    tariff.elements.withUnsafeBufferPointer { elements in
        var compiler = TariffCompiler(tariff, elements)
        return compiler.compile(tariff, elements)
    }
}

/// Whether the prices of a tariff are before or after tax.
enum TaxReading {
    /// 2.1.1, and `tax_included: "N/A"`.
    case none
    case onTop
    case included

    init(_ tariff: Tariff) {
        guard tariff.version != .v211 else {
            self = .none
            return
        }
        switch tariff.taxIncluded {
        case .yes: self = .included
        case .notApplicable: self = .none
        case .no, nil: self = .onTop
        }
    }
}

/// Reads elements where they lie: they are large.
private struct TariffCompiler {
    let tax: TaxReading
    var rows: TariffRows
    var needs: Needs = []
    var fits = true
    var findings: [Finding] = []

    init(_ tariff: Tariff, _ elements: UnsafeBufferPointer<TariffElement>) {
        tax = TaxReading(tariff)
        var components = 0
        for index in elements.indices { components += elements[index].components.count }
        rows = TariffRows(elements: elements.count, components: components)
    }

    mutating func compile(
        _ tariff: Tariff, _ elements: UnsafeBufferPointer<TariffElement>
    ) -> CompiledTariff {
        for index in elements.indices { add(elements, at: index) }
        if tariff.version == .v230, tariff.taxIncluded == nil {
            findings.append(
                Finding(
                    "TAX_INCLUDED_MISSING", .warning, at: "/tax_included",
                    "tax_included is missing; prices are read as before tax."))
        }
        let limits = limits(tariff)
        return CompiledTariff(
            TariffBlock(
                source: tariff, findings: findings, fitsRows: fits, rows: rows, needs: needs,
                limits: limits))
    }

    private mutating func add(_ elements: UnsafeBufferPointer<TariffElement>, at index: Int) {
        var row = ElementRow()
        restrict(&row, elements[index].restrictions, at: index)
        for place in 0..<elements[index].components.count {
            let component = elements[index].components[place]
            guard row.dimensions & (1 << component.dimension.rawValue) == 0 else {
                findings.append(
                    Finding(
                        "COMPONENT_REPEATED", .warning,
                        at: "/elements/\(index)/price_components/\(place)",
                        "A second \(component.dimension.wireName) in one element never counts."))
                continue
            }
            row.place(component.dimension, Int32(rows.components.count))
            row.dimensions |= 1 << component.dimension.rawValue
            add(component, element: index, place: place)
        }
        rows.elements.append(row)
    }

    private mutating func add(_ component: PriceComponent, element: Int, place: Int) {
        let pointer = { "/elements/\(element)/price_components/\(place)" }
        if component.stepSize == nil, component.dimension != .flat {
            findings.append(
                Finding(
                    "STEP_SIZE_MISSING", .warning, at: pointer() + "/step_size",
                    "step_size is missing; 1 is assumed."))
        }
        if tax == .none, component.vat != nil {
            findings.append(
                Finding(
                    "VAT_NOT_APPLICABLE", .note, at: pointer() + "/vat",
                    "A VAT rate is given although no tax applies; it is not charged."))
        }
        let perUnit: Int128 =
            component.dimension == .energy || component.dimension == .flat
            ? FixedScale.priceUnit : FixedScale.priceUnit / 3600
        let rate = rate(component, perUnit: perUnit)
        if rate == nil { fits = false }
        rows.components.append(
            ComponentRow(
                net: rate?.net ?? 0, gross: rate?.gross ?? 0,
                step: max(component.stepSize ?? 1, 0), isEnergy: component.dimension == .energy,
                netIsUnknown: component.netIsUnknown(tax), element: Int32(element),
                component: Int32(place)))
    }

    /// Nil when either price is no whole number of units, or too large.
    private func rate(
        _ component: PriceComponent, perUnit: Int128
    ) -> (net: Int64, gross: Int64)? {
        if let short = shortRate(component, perUnit: perUnit) { return short }
        let price = component.price.scale > 0 ? component.price.trimmed() : component.price
        guard let asked = scaled(price, perUnit) else { return nil }
        guard tax != .none, let vat = component.vat?.trimmed(), !vat.isZero else {
            return (asked, asked)
        }
        guard vat.scale <= 12, vat.short != nil else { return nil }
        let hundred = 100 * Tens.value(vat.scale)
        let (up, down) =
            tax == .onTop
            ? (hundred + vat.coefficient, hundred)
            : (hundred, hundred + vat.coefficient)
        guard down > 0 else { return (asked, asked) }
        let (product, overflow) = Int128(asked).multipliedReportingOverflow(by: up)
        guard !overflow, product % down == 0, let other = Int64(exactly: product / down) else {
            return nil
        }
        return tax == .onTop ? (asked, other) : (other, asked)
    }

    /// The same for the prices and rates that tariffs have, in 64 bits; nil when they do not fit.
    private func shortRate(
        _ component: PriceComponent, perUnit: Int128
    ) -> (net: Int64, gross: Int64)? {
        let price = component.price
        // Units are multiples of 10^8.
        guard price.scale <= 6, let short = price.short,
            let unit = Int64(exactly: perUnit)
        else { return nil }
        let (asked, isOver) = short.multipliedReportingOverflow(by: unit / Tens.short(price.scale))
        guard !isOver else { return nil }
        guard tax != .none, let vat = component.vat, !vat.isZero else { return (asked, asked) }
        guard vat.scale <= 6, let percent = vat.short,
            percent.magnitude < 1 << 40
        else { return nil }
        let hundred = 100 * Tens.short(vat.scale)
        let (up, down) =
            tax == .onTop ? (hundred + percent, hundred) : (hundred, hundred + percent)
        guard down > 0 else { return nil }
        let (product, isLarge) = asked.multipliedReportingOverflow(by: up)
        guard !isLarge else { return nil }
        let (other, rest) = product.quotientAndRemainder(dividingBy: down)
        guard rest == 0 else { return nil }
        return tax == .onTop ? (asked, other) : (other, asked)
    }

    private func scaled(_ decimal: ExactDecimal, _ unit: Int128) -> Int64? {
        let (product, overflow) = decimal.coefficient.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        let (quotient, remainder) = product.quotientAndRemainder(
            dividingBy: Tens.value(decimal.scale))
        return remainder == 0 ? Int64(exactly: quotient) : nil
    }

    private mutating func limits(_ tariff: Tariff) -> LimitsRow {
        func limit(_ amount: ExactDecimal?) -> Int64? {
            guard let amount else { return nil }
            guard let value = scaled(amount, FixedScale.priceUnit) else {
                fits = false
                return 0
            }
            return value
        }
        guard tariff.minPrice != nil || tariff.maxPrice != nil else { return LimitsRow() }
        return LimitsRow(
            minNet: limit(tariff.minPrice?.beforeTax), minGross: limit(tariff.minPrice?.afterTax),
            maxNet: limit(tariff.maxPrice?.beforeTax), maxGross: limit(tariff.maxPrice?.afterTax),
            taxUp: tariff.soleTax?.up ?? 0, taxDown: tariff.soleTax?.down ?? 0)
    }

    private mutating func restrict(_ row: inout ElementRow, _ given: Restrictions, at index: Int) {
        switch given.reservation {
        case nil: row.audience = .session
        case .reservation: row.audience = .reservation
        case .expires: row.audience = .expiredReservation
        }
        if !given.unknown.isEmpty {
            row.kinds.insert(.unknown)
            needs.insert(.unknown)
            findings.append(
                Finding(
                    "RESTRICTION_UNKNOWN", .warning, at: "/elements/\(index)/restrictions",
                    "This engine does not know the restriction"
                        + " \(given.unknown.joined(separator: ", ")); the element never applies."))
        }
        restrictClock(&row, given)
        restrictVolume(&row, given)
    }

    private mutating func restrictClock(_ row: inout ElementRow, _ given: Restrictions) {
        if given.startMinute != nil || given.endMinute != nil {
            let start = (given.startMinute ?? 0) % 1440
            let end = (given.endMinute ?? 0) % 1440
            let span = (end - start + 1440) % 1440
            if span != 0 {
                row.kinds.insert(.minutes)
                row.startMinute = Int32(start)
                row.minuteSpan = Int32(span)
                rows.add(minute: Int32(start))
                rows.add(minute: Int32(end))
            }
        }
        if given.weekdays & 127 != 0, given.weekdays & 127 != 127 {
            row.kinds.insert(.weekdays)
            row.weekdays = given.weekdays
            rows.add(minute: 0)
        }
        if given.startDate != nil || given.endDate != nil {
            row.kinds.insert(.dates)
            if let day = given.startDate { row.startDay = Int32(day.daysSince1970) }
            if let day = given.endDate { row.endDay = Int32(day.daysSince1970) }
            rows.add(minute: 0)
        }
        if !row.kinds.isDisjoint(with: .local) { needs.insert(.localTime) }
    }

    private mutating func restrictVolume(_ row: inout ElementRow, _ given: Restrictions) {
        if given.minDuration != nil || given.maxDuration != nil { row.kinds.insert(.duration) }
        if given.minEnergy != nil || given.maxEnergy != nil { row.kinds.insert(.energy) }
        if given.minCurrent != nil || given.maxCurrent != nil || given.minPower != nil
            || given.maxPower != nil
        {
            row.kinds.insert(.power)
        }
        guard !row.kinds.isDisjoint(with: .bounded) else { return }
        if row.kinds.contains(.duration) { needs.insert(.duration) }
        if row.kinds.contains(.energy) { needs.insert(.energy) }
        if row.kinds.contains(.power) { needs.insert(.power) }
        row.bounds = Int32(rows.bounds.count)
        rows.bounds.append(
            BoundsRow(
                minDuration: milliseconds(given.minDuration) ?? .min,
                maxDuration: milliseconds(given.maxDuration) ?? .max,
                minEnergy: millionths(given.minEnergy) ?? .min,
                maxEnergy: millionths(given.maxEnergy) ?? .max,
                minCurrent: millionths(given.minCurrent) ?? .min,
                maxCurrent: millionths(given.maxCurrent) ?? .max,
                minPower: millionths(given.minPower) ?? .min,
                maxPower: millionths(given.maxPower) ?? .max))
    }

    /// Beyond any session's length a bound cannot be told from the largest number.
    private func milliseconds(_ seconds: Int64?) -> Int64? {
        seconds.map { min(max($0, -1_000_000_000_000), 1_000_000_000_000) * 1000 }
    }

    private mutating func millionths(_ decimal: ExactDecimal?) -> Int64? {
        guard let decimal else { return nil }
        guard let value = scaled(decimal, FixedScale.unit) else {
            fits = false
            return 0
        }
        return value
    }
}

extension ElementRow {
    fileprivate mutating func place(_ dimension: TariffDimension, _ component: Int32) {
        switch dimension {
        case .energy: energy = component
        case .time: time = component
        case .parkingTime: parking = component
        case .flat: flat = component
        }
    }
}

extension PriceComponent {
    /// A gross of zero has a net of zero, whatever the rate.
    func netIsUnknown(_ tax: TaxReading) -> Bool {
        guard tax == .included, !price.isZero else { return false }
        guard let vat else { return true }
        return Fraction(vat) <= Fraction(whole: -100)
    }
}
