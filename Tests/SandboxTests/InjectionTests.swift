import Amounts
import Roaming
import Testing

@testable import Sandbox

@Test(arguments: [UInt64(1), 2, 3], [300, 2_000])
func `every kind of mishap and disposition occurs in a standard month`(
    seed: UInt64, sessions: Int
) throws {
    let month = try GeneratedMonth(seed: seed, sessions: sessions)
    for disposition in Truth.Disposition.allCases {
        #expect((month.truth.counts[disposition] ?? 0) >= 1, "\(disposition.rawValue)")
    }
    let words = Set(month.truth.injected.map { $0.what.prefix { $0 != ":" } })
    for mishap in Mishap.allCases where mishap != .none {
        #expect(words.contains(mishap.rawValue[...]), "\(mishap.rawValue)")
    }
}

@Test func `about nine of a hundred lines of an ordinary month need attention`() throws {
    let month = try GeneratedMonth(sessions: 2_000)
    let lines = month.truth.lines
    let attention = lines.count { !$0.disposition.isMatched }
    #expect((120...240).contains(attention), "\(attention)")
    #expect((1_950...2_150).contains(lines.count), "\(lines.count)")
}

@Test func `a month without mishaps has nothing but pairs that match`() throws {
    let month = try GeneratedMonth(sessions: 300, .none)
    #expect(month.truth.counts == [.matched: 300])
    #expect(month.truth.injected.isEmpty)
    #expect(month.truth.lines.allSatisfy { $0.difference == .zero && $0.causes.isEmpty })
}

@Test func `chosen mishaps befall half of the stays and no other does`() throws {
    let month = try GeneratedMonth(sessions: 400, .only([.late, .tokenUnknown]))
    let words = Set(month.truth.injected.map(\.what))
    #expect(words == [Mishap.late.rawValue, Mishap.tokenUnknown.rawValue])
    #expect((month.truth.counts[.lateCDR] ?? 0) >= 100)
    #expect((month.truth.counts[.tokenUnknown] ?? 0) >= 40)
    #expect(
        month.truth.counts.keys.allSatisfy { [.lateCDR, .tokenUnknown, .matched].contains($0) })
}

@Test func `a dense month has all there is and combinations besides`() throws {
    let month = try GeneratedMonth(sessions: 400, .all)
    for disposition in Truth.Disposition.allCases {
        #expect((month.truth.counts[disposition] ?? 0) >= 1, "\(disposition.rawValue)")
    }
    let combined = month.truth.injected.filter { $0.what.hasPrefix(Mishap.combined.rawValue) }
    #expect(combined.count >= 50)
    // Two things at least, each a different mixture more often than not.
    #expect(combined.allSatisfy { $0.what.contains(",") || $0.what.contains("+") })
    #expect(Set(combined.map(\.what)).count * 10 >= combined.count * 9)
}

@Test func `mishaps are known by their names`() {
    let names = Mishap.allCases.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Mishap(name: "missing-cdr") == .missingCDR)
    #expect(Mishap(name: "price-rounding") == .priceRounding)
    #expect(Mishap(name: "by-cdrid") == .byCDRID)
    #expect(Mishap(name: "late cdr") == nil)
}

@Test func `counts and positions are the sums of the lines`() throws {
    let month = try GeneratedMonth(sessions: 1_000)
    let truth = month.truth
    for disposition in Truth.Disposition.allCases {
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
        let disputed = try lines.map { try $0.disputed.magnitude() }.reduce(.zero, +)
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

@Test func `a credited CDR and its credit come to nothing`() throws {
    let lines = try GeneratedMonth(sessions: 1_000, .all).truth.lines
    let credited = lines.filter { $0.disposition == .credited }
    #expect(credited.count >= 8)
    for line in credited where line.cdrID?.hasSuffix("-C") == false {
        let credit = lines.first { $0.cdrID == (line.cdrID ?? "") + "-C" }
        #expect(try line.agreed + #require(credit).agreed == .zero)
        #expect(credit?.sessionID == nil)
    }
}
