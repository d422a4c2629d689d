/// An ISO 4217 currency code, three upper-case letters.
///
/// Public for the reason that `ExactDecimal` is: every CDR's is compared with its tariff's.
public struct Currency: Sendable, Hashable, Comparable, CustomStringConvertible {
    @usableFromInline let packed: UInt32

    /// ISO 4217's code where no currency is involved: the letter X three times.
    package static let none = Currency(packed: 0x58_5858)

    private init(packed: UInt32) { self.packed = packed }

    /// Accepts any letter case, as OCPI's CiString does; nil for anything but three letters.
    package init?(_ code: some StringProtocol) {
        var packed: UInt32 = 0
        var count = 0
        for byte in code.utf8 {
            let letter = byte & 0xDF
            guard letter >= 65, letter <= 90, byte | 0x20 >= 97, count < 3 else { return nil }
            packed = packed << 8 | UInt32(letter)
            count += 1
        }
        guard count == 3 else { return nil }
        self.packed = packed
    }

    public var description: String {
        String(
            decoding: [UInt8(packed >> 16 & 255), UInt8(packed >> 8 & 255), UInt8(packed & 255)],
            as: UTF8.self)
    }

    public static func < (a: Currency, b: Currency) -> Bool { a.packed < b.packed }

    @inlinable public static func == (a: Currency, b: Currency) -> Bool { a.packed == b.packed }
}

/// An exact amount of one currency. Amounts of different currencies never add up.
package struct Money: Sendable, Hashable {
    package let amount: ExactDecimal
    package let currency: Currency

    package init(_ amount: ExactDecimal, _ currency: Currency) {
        self.amount = amount
        self.currency = currency
    }

    package static func + (a: Money, b: Money) throws(MoneyError) -> Money {
        guard a.currency == b.currency else {
            throw .currencyMismatch(a.currency, b.currency)
        }
        do { return try Money(a.amount + b.amount, a.currency) } catch { throw .overflow }
    }

    package func negated() throws(AmountOverflow) -> Money {
        try Money(amount.negated(), currency)
    }
}

package enum MoneyError: Error, Hashable {
    case overflow
    case currencyMismatch(Currency, Currency)
}

/// Sums kept apart by currency.
package struct Totals: Sendable, Hashable {
    private var sums: [Currency: ExactDecimal] = [:]

    package init() {}

    package mutating func add(_ money: Money) throws(AmountOverflow) {
        sums[money.currency] = try (sums[money.currency] ?? .zero) + money.amount
    }

    package subscript(currency: Currency) -> ExactDecimal { sums[currency] ?? .zero }

    /// One amount a currency, sorted by code.
    package var amounts: [Money] {
        sums.sorted { $0.key < $1.key }.map { Money($0.value, $0.key) }
    }
}
