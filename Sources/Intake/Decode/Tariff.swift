import Amounts
package import Roaming

/// Reads a Tariff of any version (mod_tariffs) as published or embedded in a CDR.
///
/// Lenient where nothing hangs on it, strict where the price does: a field that is almost a known
/// one is `MISNAMED_FIELD`, an unknown restriction makes its element never match.
/// - Parameter version: nil to judge by the object's shape.
package func decodeTariff(
    _ bytes: UnsafeRawBufferPointer, as version: OCPIVersion?, using reader: inout JSONReader
) throws(Reject) -> Decoded<Tariff> {
    try decode(bytes, using: &reader) { (reader) throws(Reject) in
        try reader.tariff(version)
    }
}

extension JSONReader {
    /// - Parameter version: nil to judge by the shape.
    mutating func tariff(_ version: OCPIVersion?) throws(Reject) -> Tariff {
        var draft = TariffDraft()
        try enterObject()
        while let key = try nextKey() { try draft.read(key, &self) }
        return try draft.finished(version, &self)
    }
}

private struct TariffDraft {
    var country: PartyText?
    var partyID: PartyText?
    var id: String?
    var currency: Currency?
    var elements: [TariffElement]?
    var minPrice: Price?
    var maxPrice: Price?
    var validFrom: Instant?
    var validUntil: Instant?
    var taxIncluded: Tariff.TaxIncluded?
    var lastUpdated: Instant?
    var evidence = VersionEvidence()

    mutating func read(_ key: JSONKey, _ reader: inout JSONReader) throws(Reject) {
        switch key {
        case "id": id = try reader.identifier()
        case "currency": currency = try reader.currency()
        case "elements": elements = try reader.elements(&evidence)
        case "country_code": country = try reader.partyText()
        case "party_id": partyID = try reader.partyText()
        case "min_price":
            minPrice = try reader.price(&evidence)
            evidence.after211 = true
        case "max_price":
            maxPrice = try reader.price(&evidence)
            evidence.after211 = true
        case "start_date_time":
            validFrom = try reader.instant()
            evidence.after211 = true
        case "end_date_time":
            validUntil = try reader.instant()
            evidence.after211 = true
        case "tax_included":
            taxIncluded = try reader.taxIncluded()
            evidence.v230 = true
        case "last_updated": lastUpdated = try reader.instant()
        case "type":
            evidence.after211 = true
            try reader.skip()
        default: try reader.skipUnlessMisnamed(key, NearMiss.tariff)
        }
    }

    func finished(
        _ version: OCPIVersion?, _ reader: inout JSONReader
    ) throws(Reject) -> Tariff {
        var evidence = evidence
        if country == nil, partyID == nil { evidence.v211 = true } else { evidence.after211 = true }
        let version = evidence.version(given: version)
        let elements = try reader.required(elements, "elements")
        guard !elements.isEmpty else {
            throw Reject(
                .emptyValue, at: reader.pointer + "/elements",
                "A tariff without elements says no price; free of charge is a FLAT of 0.00.")
        }
        return Tariff(
            party: party(version, &reader), id: try reader.required(id, "id"),
            currency: try reader.required(currency, "currency"), elements: elements,
            minPrice: minPrice, maxPrice: maxPrice, validFrom: validFrom, validUntil: validUntil,
            taxIncluded: taxIncluded, lastUpdated: lastUpdated, version: version)
    }

    private func party(_ version: OCPIVersion, _ reader: inout JSONReader) -> PartyID? {
        if let country, let partyID, let party = reader.recent.party(country, partyID) {
            return party
        }
        if version != .v211 {
            reader.note(
                .fieldUnreadable,
                "The tariff's country_code and party_id are missing or no party; it is used anyway."
            )
        }
        return nil
    }
}

// The parts of a tariff.
extension JSONReader {
    fileprivate mutating func elements(
        _ evidence: inout VersionEvidence
    ) throws(Reject) -> [TariffElement]? {
        if try takeNull() { return nil }
        var elements: [TariffElement] = []
        elements.reserveCapacity(4)
        try enterArray()
        while try nextElement() {
            // Restrictions are large: they are read where they stay.
            elements.append(TariffElement(components: []))
            try readElement(&elements[elements.count - 1], &evidence)
        }
        return elements
    }

    @inline(__always)
    private mutating func readElement(
        _ element: inout TariffElement, _ evidence: inout VersionEvidence
    ) throws(Reject) {
        var components: [PriceComponent]?
        try enterObject()
        while let key = try nextKey() {
            switch key {
            case "price_components": components = try priceComponents(&evidence)
            case "restrictions":
                if try !takeNull() { try readRestrictions(&element.restrictions) }
            default: try skipUnlessMisnamed(key, NearMiss.element)
            }
        }
        element.components = try required(components, "price_components")
        if element.components.isEmpty {
            note(.emptyList, "A tariff element without price components prices nothing.")
        }
    }

    private mutating func priceComponents(
        _ evidence: inout VersionEvidence
    ) throws(Reject) -> [PriceComponent]? {
        if try takeNull() { return nil }
        var components: [PriceComponent] = []
        components.reserveCapacity(3)
        try enterArray()
        while try nextElement() {
            let component = try priceComponent()
            if component.vat != nil { evidence.after211 = true }
            components.append(component)
        }
        return components
    }

    private mutating func priceComponent() throws(Reject) -> PriceComponent {
        var dimension: TariffDimension?
        var price: ExactDecimal?
        var vat: ExactDecimal?
        var step: Int64?
        try enterObject()
        while let key = try nextKey() {
            switch key {
            case "type": dimension = try tariffDimension()
            case "price": price = try number()
            case "vat": vat = try number()
            case "step_size": step = try positiveWhole("a step")
            default: try skipUnlessMisnamed(key, NearMiss.component)
            }
        }
        let kind = try required(dimension, "type")
        if step == nil, kind != .flat {
            note(
                .stepSizeMissing,
                "The price component has no step_size; it is billed by the single unit (1).")
        }
        return PriceComponent(
            kind, price: try required(price, "price"), vat: vat, stepSize: step)
    }

    private mutating func tariffDimension() throws(Reject) -> TariffDimension? {
        let here = at
        guard let word = try word() else { return nil }
        switch word {
        case "ENERGY": return .energy
        case "TIME": return .time
        case "PARKING_TIME": return .parkingTime
        case "FLAT": return .flat
        default:
            at = here
            let words = word.text.prefix(40)
            throw reject(
                .unknownValue,
                "‘\(words)’ is no dimension a tariff prices (ENERGY, TIME, PARKING_TIME, FLAT)")
        }
    }

    fileprivate mutating func taxIncluded() throws(Reject) -> Tariff.TaxIncluded? {
        let here = at
        guard let word = try word() else { return nil }
        let text = word.text
        guard let value = Tariff.TaxIncluded(rawValue: text) else {
            at = here
            throw reject(.unknownValue, "‘\(text.prefix(40))’ is neither YES nor NO nor N/A")
        }
        return value
    }

    mutating func positiveWhole(_ what: StaticString) throws(Reject) -> Int64? {
        let here = at
        guard let value = try whole() else { return nil }
        guard value >= 0 else {
            at = here
            throw reject(.badNumber, "\(value) is negative, which \(what) cannot be")
        }
        return value
    }

    /// Skips a field nobody here reads, unless it was probably meant to be one that is read.
    mutating func skipUnlessMisnamed(_ key: JSONKey, _ known: [String]) throws(Reject) {
        let name = key.text
        guard !known.contains(name), let meant = NearMiss.meant(by: name, among: known) else {
            return try skip()
        }
        if try takeNull() { return }
        throw reject(
            .misnamedField,
            "OCPI calls this field ‘\(meant)’; ignoring it would change the price, so it is refused"
        )
    }
}
