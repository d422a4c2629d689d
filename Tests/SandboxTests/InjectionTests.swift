import Amounts
import Roaming
import Testing

@testable import Sandbox

@Test(arguments: [UInt64(1), 2, 3])
func `every kind of discrepancy occurs at least twice from 500 sessions on`(seed: UInt64) throws {
    let month = try GeneratedMonth(seed: seed, sessions: 500)
    for disposition in Disposition.allCases {
        #expect((month.truth.counts[disposition] ?? 0) >= 2, "\(disposition.rawValue)")
    }
    let words = Dictionary(grouping: month.truth.injected, by: \.what)
    #expect(words.values.allSatisfy { $0.count >= 2 })
    #expect(words.count == Mishap.allCases.count - 1)
}

@Test func `about seven of a hundred lines of an ordinary month need attention`() throws {
    let month = try GeneratedMonth(sessions: 2_000)
    let lines = month.truth.lines
    let attention = lines.count { !$0.disposition.isMatched }
    #expect((100...180).contains(attention))
    #expect((1_950...2_100).contains(lines.count))
}

@Test func `counts and positions are the sums of the lines`() throws {
    let month = try GeneratedMonth(sessions: 1_000)
    let truth = month.truth
    for disposition in Disposition.allCases {
        let lines = truth.lines.count { $0.disposition == disposition }
        #expect(lines == truth.counts[disposition] ?? 0)
    }
    for position in truth.positions {
        let lines = truth.lines.filter {
            $0.counterparty == position.counterparty && $0.currency == position.currency
        }
        let receivable = try lines.filter { $0.side == "cpo" }.map(\.agreed).reduce(
            ExactDecimal.zero, +)
        let payable = try lines.filter { $0.side == "emsp" }.map(\.agreed).reduce(
            ExactDecimal.zero, +)
        let net = try receivable - payable
        let disputed = try lines.map(\.disputed).reduce(ExactDecimal.zero, +)
        #expect(position.receivable == receivable)
        #expect(position.payable == payable)
        #expect(position.net == net)
        #expect(position.disputed == disputed)
    }
    let named = Set(truth.positions.map(\.counterparty))
    #expect(named.count == 15)
    #expect(!named.contains("IN-MGE"))
}

@Test func `lines are sorted by counterparty, side, CDR and session`() throws {
    let lines = try GeneratedMonth(sessions: 500).truth.lines
    let keys = lines.map { [$0.counterparty, $0.side, $0.cdrID ?? "", $0.sessionID ?? ""] }
    for (a, b) in zip(keys, keys.dropFirst()) { #expect(!b.lexicographicallyPrecedes(a)) }
}

@Test func `a large month streams its lines into a file of their own`() throws {
    let month = try GeneratedMonth(sessions: 20_100)
    #expect(month.truth.lines.isEmpty)
    let file = try #require(month.files["truth-dispositions.ndjson"])
    let lines = file.split(separator: 10)
    #expect(lines.count == month.truth.counts.values.reduce(0, +))
}

@Test func `on the eMSP side the claim is what is agreed plus what is disputed`() throws {
    let lines = try GeneratedMonth(sessions: 1_000).truth.lines.filter { $0.side == "emsp" }
    for line in lines {
        let settled = try line.agreed + line.disputed
        let isOpen = line.disposition != .outOfPeriod && line.disposition != .rejected
        #expect(settled == (isOpen ? line.theirs : nil) ?? .zero)
    }
}

@Test func `a credit and its original come to nothing`() throws {
    let lines = try GeneratedMonth(sessions: 1_000).truth.lines
    let credited = lines.filter { $0.disposition == .credited }
    #expect(credited.count >= 8)
    for line in credited where line.cdrID?.hasSuffix("-C") == false {
        let credit = credited.first { $0.cdrID == (line.cdrID ?? "") + "-C" }
        #expect(try line.agreed + #require(credit).agreed == .zero)
        #expect(credit?.sessionID == nil)
    }
}
