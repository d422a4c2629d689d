import Amounts
import Roaming

/// Adds up the truth while the month is written.
struct TruthBook {
    private(set) var counts: [Truth.Disposition: Int] = [:]
    private(set) var lines: [Truth.Line] = []
    private var sums: [Account: Sums] = [:]
    /// Lines within tolerance, until the month's sum decides about them.
    private var tolerated: [Drawer: [Booked]] = [:]
    private let keepsLines: Bool

    /// A line with its amounts in hundredths.
    struct Booked {
        var line: Truth.Line
        /// Own network lines are in no position.
        var side: StaySide
        var agreed: Int
        var disputed: Int
        var ours: Int?
        var theirs: Int?

        var difference: Int { (theirs ?? 0) - (ours ?? 0) }
    }

    private struct Account: Hashable {
        var counterparty: String
        var currency: String

        init(_ line: Truth.Line) {
            counterparty = line.counterparty
            currency = line.currency
        }
    }

    private struct Drawer: Hashable {
        var account: Account
        var side: StaySide

        var order: String { "\(account.counterparty) \(account.currency) \(side.rawValue)" }
    }

    private struct Sums {
        var receivable = 0
        var payable = 0
        var disputed = 0
    }

    init(keepsLines: Bool) { self.keepsLines = keepsLines }

    /// - Returns: the line if it is certain by now.
    mutating func add(_ booked: Booked) -> Truth.Line? {
        guard booked.line.disposition == .matchedWithinTolerance else { return enter(booked) }
        let drawer = Drawer(
            account: Account(booked.line), side: booked.side)
        tolerated[drawer, default: []].append(booked)
        return nil
    }

    /// Decides about what is within tolerance: small differences that all go one way must not pass
    /// unseen, so beyond the monthly cap those of its sign are disputed.
    mutating func closed() -> [Truth.Line] {
        var decided: [Truth.Line] = []
        for drawer in tolerated.keys.sorted(by: { $0.order < $1.order }) {
            let drawn = tolerated[drawer] ?? []
            let sum = drawn.reduce(0) { $0 + $1.difference }
            let isBeyond = abs(sum) > Tolerance.monthlyCap(drawer.account.currency)
            for booked in drawn {
                let turns = isBeyond && booked.difference.signum() == sum.signum()
                decided.append(enter(turns ? booked.turned : booked))
            }
        }
        tolerated = [:]
        return decided
    }

    private mutating func enter(_ booked: Booked) -> Truth.Line {
        let line = booked.line
        counts[line.disposition, default: 0] += 1
        if keepsLines { lines.append(line) }
        guard booked.side != .own else { return line }
        if booked.side == .cpo {
            sums[Account(line), default: Sums()].receivable += booked.agreed
        } else {
            sums[Account(line), default: Sums()].payable += booked.agreed
        }
        sums[Account(line), default: Sums()].disputed += abs(booked.disputed)
        return line
    }

    var positions: [Truth.Position] {
        sums.filter { $0.value.receivable != 0 || $0.value.payable != 0 || $0.value.disputed != 0 }
            .sorted { a, b in
                (a.key.counterparty, a.key.currency) < (b.key.counterparty, b.key.currency)
            }
            .map { account, sums in
                Truth.Position(
                    counterparty: account.counterparty, currency: account.currency,
                    receivable: ExactDecimal(hundredths: sums.receivable),
                    payable: ExactDecimal(hundredths: sums.payable),
                    net: ExactDecimal(hundredths: sums.receivable - sums.payable),
                    disputed: ExactDecimal(hundredths: sums.disputed))
            }
    }

    var linesInOrder: [Truth.Line] {
        lines.sorted { a, b in
            (a.counterparty, a.side, a.cdrID ?? "", a.sessionID ?? "", a.disposition.rawValue)
                < (b.counterparty, b.side, b.cdrID ?? "", b.sessionID ?? "", b.disposition.rawValue)
        }
    }
}

extension TruthBook.Booked {
    /// As a price mismatch: the least anybody says is settled, the rest of the claim disputed.
    fileprivate var turned: Self {
        var other = self
        let claim = agreed + disputed
        other.agreed = max(0, min(claim, ours ?? claim, theirs ?? claim))
        other.disputed = claim - other.agreed
        other.line.disposition = .priceMismatch
        other.line.agreed = ExactDecimal(hundredths: other.agreed)
        other.line.disputed = ExactDecimal(hundredths: other.disputed)
        return other
    }
}

extension ExactDecimal {
    init(hundredths: Int) { self.init(coefficient: Int128(hundredths), scale: 2) }
}
