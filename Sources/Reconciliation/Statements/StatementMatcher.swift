import Amounts
import Roaming

/// A line of a statement with its ids in comparable form.
struct BilledRow: Hashable {
    let statement: String
    let row: StatementRow
    let amount: ExactDecimal
    let cdrID: String?
    let sessionID: String?
    let evseID: String?

    init(statement: String, row: StatementRow, basis: PartnerStatement.Basis) {
        self.statement = statement
        self.row = row
        amount = row.amount(on: basis) ?? .zero
        cdrID = row.cdrID.map(Identifier.folded)
        sessionID = row.sessionID.map(Identifier.folded)
        evseID = row.evseID.map(Identifier.compact)
    }

    /// All the line says, but not where it stands.
    var content: String {
        func text(_ value: ExactDecimal?) -> String { value?.trimmed().description ?? "" }
        func text(_ value: WrittenTime?) -> String { value.map { "\($0.from)/\($0.until)" } ?? "" }
        return [
            cdrID ?? "", sessionID ?? "", evseID ?? "", row.token ?? "", text(row.start),
            text(row.end), text(row.energy), text(row.beforeTax), text(row.tax),
            text(row.afterTax), row.currency.description,
        ].joined(separator: "\t")
    }
}

/// What became of a line of theirs, or of ours.
enum StatementOutcome {
    case pair(BilledRow, StandingLine, by: String)
    /// Says again what another line of theirs says, word for word.
    case copy(BilledRow, of: BilledRow)
    /// Has the CDR id of another line of theirs, and says something else.
    case conflict(BilledRow, with: BilledRow)
    /// Several of ours fit, or it is one of several that fit.
    case ambiguous(BilledRow, candidates: [String])
    case unknown(BilledRow)
    case notBilled(StandingLine)
}

/// Finds for each line of a statement the line of ours that it is about: by CDR id, by session id, then
/// by EVSE and start where only one fits. One to one; what could be either way is left ambiguous.
struct StatementMatcher {
    private let judge: StatementJudge
    private let rows: [BilledRow]
    private let lines: [StandingLine]
    /// Outcome of each row; nil while it has none.
    private var fates: [StatementOutcome?]
    private var isTaken: [Bool]

    init(_ rows: [BilledRow], _ lines: [StandingLine], _ judge: StatementJudge) {
        self.judge = judge
        // In the order of their content: what stands first is not decided by the file's order.
        self.rows = rows.map { (key: [$0.statement, $0.content], row: $0) }
            .sorted {
                $0.key == $1.key
                    ? $0.row.row.line < $1.row.row.line : $0.key.lexicographicallyPrecedes($1.key)
            }.map(\.row)
        self.lines = lines
        fates = Array(repeating: nil, count: rows.count)
        isTaken = Array(repeating: false, count: lines.count)
    }

    /// Every row and every line once.
    consuming func match() throws(AmountOverflow) -> [StatementOutcome] {
        try byCDR()
        bySession()
        bySpot()
        var outcomes: [StatementOutcome] = []
        for (index, fate) in fates.enumerated() { outcomes.append(fate ?? .unknown(rows[index])) }
        for (index, line) in lines.enumerated() where !isTaken[index] {
            outcomes.append(.notBilled(line))
        }
        return outcomes
    }

    private var open: [Int] { rows.indices.filter { fates[$0] == nil } }

    private mutating func join(_ row: Int, _ line: Int, by key: String) {
        fates[row] = .pair(rows[row], lines[line], by: key)
        isTaken[line] = true
    }

    /// A CDR may stand on several lines of ours (copies over two hubs); the one that is settled and
    /// fits the amount best is meant. Of several rows about one CDR the first stands.
    private mutating func byCDR() throws(AmountOverflow) {
        var mine: [String: [Int]] = [:]
        for (index, line) in lines.enumerated() {
            guard let id = line.line.cdrID else { continue }
            mine[Identifier.folded(id), default: []].append(index)
        }
        var first: [String: Int] = [:]
        for index in rows.indices {
            guard let id = rows[index].cdrID else { continue }
            if let other = first[id] {
                fates[index] =
                    rows[other].content == rows[index].content
                    ? .copy(rows[index], of: rows[other])
                    : .conflict(rows[index], with: rows[other])
                continue
            }
            first[id] = index
            if let line = try best(of: mine[id] ?? [], for: rows[index]) {
                join(index, line, by: "cdr_id")
            }
        }
    }

    private func best(of candidates: [Int], for row: BilledRow) throws(AmountOverflow) -> Int? {
        var best: (line: Int, rank: Rank)?
        for candidate in candidates where !isTaken[candidate] {
            let rank = try Rank(lines[candidate], row, judge.basis)
            if best.map({ rank < $0.rank }) ?? true { best = (candidate, rank) }
        }
        return best?.line
    }

    private mutating func bySession() {
        let mine = places { $0.sessionID.map(Identifier.folded) }
        let candidates = open.map { row in
            (row: row, lines: rows[row].sessionID.flatMap { mine[$0] } ?? [])
        }
        pairUnique(candidates, by: "session_id")
    }

    private mutating func bySpot() {
        let mine = places { $0.evseID.map(Identifier.compact) }
        let candidates = open.map { index -> (row: Int, lines: [Int]) in
            let row = rows[index]
            guard let evse = row.evseID, let start = row.row.start else { return (index, []) }
            let fitting = (mine[evse] ?? []).filter { place in
                guard let ours = lines[place].line.start else { return false }
                return start.holds(ours, within: judge.tolerances.startSeconds)
                    && judge.fits(row.row.energy, lines[place].line.energy)
            }
            return (index, fitting)
        }
        pairUnique(candidates, by: "evse_id and start")
    }

    /// Our lines by a key of theirs.
    private func places(by key: (ReconciledLine) -> String?) -> [String: [Int]] {
        var places: [String: [Int]] = [:]
        for (index, line) in lines.enumerated() {
            if let key = key(line.line) { places[key, default: []].append(index) }
        }
        return places
    }

    /// Joins rows and lines that fit each other and nothing else.
    private mutating func pairUnique(_ candidates: [(row: Int, lines: [Int])], by key: String) {
        var fitting: [(row: Int, lines: [Int])] = []
        var wanted: [Int: Int] = [:]
        for (row, lines) in candidates {
            let free = lines.filter { !isTaken[$0] }
            guard !free.isEmpty else { continue }
            fitting.append((row, free))
            for line in free { wanted[line, default: 0] += 1 }
        }
        for (row, free) in fitting {
            if free.count == 1, wanted[free[0]] == 1 {
                join(row, free[0], by: key)
            } else {
                let names = free.map {
                    lines[$0].line.cdrID ?? lines[$0].line.sessionID ?? "a session"
                }
                fates[row] = .ambiguous(rows[row], candidates: names.sorted())
            }
        }
    }
}

/// How well a line of ours fits a row about the same CDR: settled before not, then the nearest amount.
private struct Rank: Comparable {
    private let isNothing: Int
    private let apart: ExactDecimal
    private let text: String

    init(
        _ line: StandingLine, _ row: BilledRow, _ basis: PartnerStatement.Basis
    ) throws(AmountOverflow) {
        isNothing = line.line.agreed.isZero ? 1 : 0
        apart = try (row.amount - line.agreed(on: basis)).magnitude()
        text = line.content
    }

    static func < (a: Rank, b: Rank) -> Bool {
        (a.isNothing, a.apart, a.text) < (b.isNothing, b.apart, b.text)
    }
}
