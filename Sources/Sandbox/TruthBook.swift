import Amounts
import Roaming

/// Adds up the truth while the month is written.
struct TruthBook {
    private(set) var counts: [Disposition: Int] = [:]
    private(set) var lines: [Truth.Line] = []
    private var sums: [Account: Sums] = [:]
    private let keepsLines: Bool

    private struct Account: Hashable {
        var counterparty: String
        var currency: String
    }

    /// In hundredths.
    private struct Sums {
        var receivable = 0
        var payable = 0
        var disputed = 0
    }

    init(keepsLines: Bool) { self.keepsLines = keepsLines }

    /// - Parameters:
    ///   - agreed, disputed: hundredths, as the line's
    ///   - side: own network lines are in no position
    mutating func add(_ line: Truth.Line, side: StaySide, agreed: Int, disputed: Int) {
        counts[line.disposition, default: 0] += 1
        if keepsLines { lines.append(line) }
        guard side != .own else { return }
        let account = Account(counterparty: line.counterparty, currency: line.currency)
        if side == .cpo {
            sums[account, default: Sums()].receivable += agreed
        } else {
            sums[account, default: Sums()].payable += agreed
        }
        sums[account, default: Sums()].disputed += disputed
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

extension ExactDecimal {
    init(hundredths: Int) { self.init(coefficient: Int128(hundredths), scale: 2) }
}
