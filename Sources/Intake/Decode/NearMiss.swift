/// Finds field names that are almost, but not quite, ones OCPI defines. Ignoring such a field in a
/// tariff silently changes its price (tariffs.md, "Shapes seen in the field").
enum NearMiss {
    static let tariff = [
        "country_code", "party_id", "id", "currency", "type", "tariff_alt_text", "tariff_alt_url",
        "min_price", "max_price", "elements", "start_date_time", "end_date_time", "energy_mix",
        "tax_included", "preauthorize_amount", "last_updated",
    ]
    static let element = ["price_components", "restrictions"]
    static let component = ["type", "price", "vat", "step_size"]
    static let restrictions = [
        "start_time", "end_time", "start_date", "end_date", "min_kwh", "max_kwh", "min_current",
        "max_current", "min_power", "max_power", "min_duration", "max_duration", "day_of_week",
        "reservation",
    ]

    /// The known name that `name` was probably meant to be.
    static func meant(by name: String, among known: [String]) -> String? {
        let plain = plainForm(name)
        return known.first { candidate in
            let other = plainForm(candidate)
            if plain == other { return true }
            return min(plain.count, other.count) >= 5 && isOneEditApart(plain, other)
        }
    }

    /// Lower-case letters and digits only: `dayOfWeek`, `day-of-week` and `day_of_week` are one.
    private static func plainForm(_ name: String) -> [UInt8] {
        name.utf8.compactMap { byte in
            switch byte {
            case 65...90: byte + 32
            case 97...122, 48...57: byte
            default: nil
            }
        }
    }

    /// One letter more, less or different, or two neighbours swapped.
    private static func isOneEditApart(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        let (short, long) = a.count <= b.count ? (a, b) : (b, a)
        guard long.count - short.count <= 1 else { return false }
        guard let first = short.indices.first(where: { short[$0] != long[$0] }) else { return true }
        if long.count > short.count {
            return short[first...].elementsEqual(long[(first + 1)...])
        }
        if short[(first + 1)...].elementsEqual(long[(first + 1)...]) { return true }
        return first + 1 < short.count && short[first] == long[first + 1]
            && short[first + 1] == long[first]
            && short[(first + 2)...].elementsEqual(long[(first + 2)...])
    }
}
