import Amounts
import BigInt

/// A rational for the second pricer: two big integers and schoolbook rules.
struct Q: Comparable, CustomStringConvertible {
    var n: BigInt
    var d: BigInt

    init(_ n: BigInt, _ d: BigInt = 1) {
        guard d != 1 else {
            (self.n, self.d) = (n, d)
            return
        }
        let g = n.greatestCommonDivisor(with: d)
        self.n = g.isZero ? n : n / g
        self.d = g.isZero ? d : d / g
        if self.d < 0 { (self.n, self.d) = (-self.n, -self.d) }
    }

    init(_ decimal: ExactDecimal) {
        self.init(BigInt(decimal.coefficient), BigInt(10).power(decimal.scale))
    }

    static let zero = Q(0)

    var ceiling: BigInt {
        let (quotient, remainder) = n.quotientAndRemainder(dividingBy: d)
        return remainder > 0 ? quotient + 1 : quotient
    }

    var floor: BigInt {
        let (quotient, remainder) = n.quotientAndRemainder(dividingBy: d)
        return remainder < 0 ? quotient - 1 : quotient
    }

    static func + (a: Q, b: Q) -> Q { Q(a.n * b.d + b.n * a.d, a.d * b.d) }
    static func - (a: Q, b: Q) -> Q { Q(a.n * b.d - b.n * a.d, a.d * b.d) }
    static func * (a: Q, b: Q) -> Q { Q(a.n * b.n, a.d * b.d) }
    static func / (a: Q, b: Q) -> Q { Q(a.n * b.d, a.d * b.n) }
    static func < (a: Q, b: Q) -> Bool { a.n * b.d < b.n * a.d }
    static func += (a: inout Q, b: Q) { a = a + b }

    var description: String { d == 1 ? "\(n)" : "\(n)/\(d)" }
}
