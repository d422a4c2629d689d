import Amounts

/// Excel number formats (ECMA-376 part 1, 18.8.31), as the strings that go into the file.
enum NumberFormat: Hashable, Sendable {
    case text
    case integer
    /// A number without currency.
    case plain(digits: Int)
    case percent(digits: Int)
    case amount(Currency, digits: Int, IndianGrouping)
    case date
    case instant
    case duration

    /// How digits are grouped in rupees (1,23,45,678: a group of three, then groups of two).
    ///
    /// Excel has no such grouping, so the commas are literals, chosen by the value. One format with
    /// conditions covers what a positive cell may be edited to; conditions and an automatic minus
    /// sign do not mix the same way in every program, so a negative or very large amount gets a
    /// plain format with the commas for its own size, where each program writes the minus first.
    enum IndianGrouping: Hashable, Sendable {
        /// By condition, for 0 up to below 100 crore; also for all other currencies.
        case byCondition
        /// With this many literal commas, 0 ... 7.
        case commas(Int)
    }

    static func money(_ value: ExactDecimal, _ currency: Currency?, digits: Int?) -> NumberFormat {
        guard let currency else { return .plain(digits: digits ?? 2) }
        let digits = digits ?? currency.minorDigits
        guard currency.isRupee else { return .amount(currency, digits: digits, .byCondition) }
        return .amount(currency, digits: digits, grouping(of: value))
    }

    private static func grouping(of value: ExactDecimal) -> IndianGrouping {
        var whole = value.coefficient.magnitude
        for _ in 0..<value.scale where whole > 0 { whole /= 10 }
        if !value.isNegative, whole < 1_000_000_000 { return .byCondition }
        var commas = 0
        var rest = whole / 1000
        while rest > 0, commas < 7 { (rest, commas) = (rest / 100, commas + 1) }
        return .commas(commas)
    }

    var pattern: String {
        switch self {
        case .text: "@"
        case .integer: "#,##0"
        case .plain(let digits): "#,##0" + decimals(digits)
        case .percent(let digits): "0" + decimals(digits) + "%"
        case .amount(let currency, let digits, .byCondition) where currency.isRupee:
            "[>=10000000]\(lakh(commas: 3, digits));[>=100000]\(lakh(commas: 2, digits))"
                + ";\"₹\"##,##0\(decimals(digits))"
        case .amount(_, let digits, .commas(let commas)): lakh(commas: commas, digits)
        case .amount(let currency, let digits, .byCondition):
            "\"\(currency.isEuro ? "€" : "\(currency) ")\"#,##0" + decimals(digits)
        case .date: "yyyy-mm-dd"
        case .instant: "yyyy-mm-dd hh:mm:ss"
        case .duration: "[h]:mm:ss"
        }
    }

    private func lakh(commas: Int, _ digits: Int) -> String {
        switch commas {
        case 0: "\"₹\"##0" + decimals(digits)
        default:
            "\"₹\"##" + String(repeating: "\\,##", count: commas - 1) + "\\,##0" + decimals(digits)
        }
    }

    private func decimals(_ digits: Int) -> String {
        digits == 0 ? "" : "." + String(repeating: "0", count: digits)
    }
}

extension Currency {
    private static let rupee = Currency("INR")
    private static let euro = Currency("EUR")

    var isRupee: Bool { self == Self.rupee }
    var isEuro: Bool { self == Self.euro }

    /// Decimals of the currency's smallest coin (ISO 4217), for the currencies that do not have two.
    var minorDigits: Int {
        switch description {
        case "JPY", "KRW", "VND", "CLP", "ISK", "UGX": 0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
        default: 2
        }
    }
}
