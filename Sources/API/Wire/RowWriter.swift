import Amounts
import Roaming
import Store

/// Writes the rows of a listing as JSON objects, personal fields masked where they must be.
struct RowWriter: Sendable {
    let fields: [Listing.Field]
    let shows: PersonalData

    func write(_ values: [ReportValue], to out: inout JSONOutput) {
        out.object { row in
            for (field, value) in zip(fields, values) {
                row.key(field.name)
                write(value, as: field, to: &row)
            }
        }
    }

    private func write(
        _ value: ReportValue, as field: Listing.Field, to out: inout JSONOutput
    ) {
        switch value {
        case .none: out.null()
        case .text(let text): out.string(field.isPersonal ? shows.shown(text) : text)
        case .integer(let number): out.integer(number)
        case .decimal(let decimal):
            out.string(field.kind == .amount ? decimal.text(decimals: 2) : decimal.description)
        case .bool(let value): out.bool(value)
        case .day(let day):
            let text = "\(day)"
            out.string(field.kind == .month ? String(text.prefix(7)) : text)
        case .instant(let instant): out.string("\(instant)")
        case .texts(let texts): out.strings(texts)
        }
    }
}

/// Whether token and contract ids are shown as they are.
enum PersonalData: Sendable, Hashable {
    case shown, masked

    /// All but the last four characters of a long id, everything of a short one.
    func shown(_ text: String) -> String {
        guard self == .masked else { return text }
        return text.count > 8 ? "****" + text.suffix(4) : "****"
    }
}
