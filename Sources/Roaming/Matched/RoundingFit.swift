package import Amounts

/// Which ways of rounding make a claimed amount out of the exact one that we come to. Fifteen flags, so
/// that a whole partner is judged by counting.
package struct RoundingFit: Sendable, Hashable {
    /// A way of rounding that partners use; the order is that of `published.rounding`.
    package struct Style: Sendable, Hashable {
        package let decimals: Int
        package let mode: Rounding.Mode
    }

    /// The first bits, in this order; after them one for "not rounded at all".
    package static let styles: [Style] = [2, 3, 4].flatMap { decimals in
        [Rounding.Mode.halfUp, .halfEven, .down, .up].map { Style(decimals: decimals, mode: $0) }
    }

    /// Bits 0 to 11 for `styles`, 12 not rounded, 13 near, 14 can tell.
    package private(set) var bits: Int16

    /// - Parameters:
    ///   - isNear: the claim is less than a hundredth from the exact amount.
    ///   - canTell: the exact amount does not end within two decimals, so that styles differ.
    ///   - isExact: the claim is the exact amount.
    ///   - gives: whether a style makes the claim.
    package init(
        isNear: Bool, canTell: Bool, isExact: Bool, gives: (Style) -> Bool
    ) {
        bits = isExact ? 1 << 12 : 0
        if isNear { bits |= 1 << 13 }
        if canTell { bits |= 1 << 14 }
        guard isNear else { return }
        for (place, style) in Self.styles.enumerated() where gives(style) { bits |= 1 << place }
    }
}
