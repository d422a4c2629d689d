import Roaming
import Testing

@Suite struct PartiesTests {
    @Test func `a party is the same in any case and with either separator`() throws {
        let party = try #require(PartyID("IN-MGM"))
        #expect(PartyID("in*mgm") == party)
        #expect(PartyID(country: "In", party: "mGm") == party)
        #expect(party.description == "IN-MGM")
        #expect((party.country, party.party) == ("IN", "MGM"))
    }

    @Test(arguments: ["", "IN", "IN-", "IN-MGMX", "1N-MGM", "IN-M M", "IND-MGM", "IN-MÄM"])
    func `what is no party is refused`(_ text: String) { #expect(PartyID(text) == nil) }

    @Test func `eMI3 ids compare with and without separators`() {
        #expect(Identifier.compact("IN*MGM*E0001*2") == Identifier.compact("inmgme00012"))
        #expect(Identifier.party(in: "IN*MGM*E0001") == PartyID("IN-MGM"))
        #expect(Identifier.party(in: "INVLTC12345678") == PartyID("IN-VLT"))
        #expect(Identifier.party(in: "4711") == nil)
    }

    @Test func `the side follows from the parties`() throws {
        let ours = Set([try #require(PartyID("IN-MGM")), try #require(PartyID("IN-MGE"))])
        let (cpo, eMSP) = (try #require(PartyID("IN-MGM")), try #require(PartyID("IN-MGE")))
        let partner = try #require(PartyID("NL-NLE"))
        #expect(
            Standing(cpo: cpo, eMSP: partner, ours: ours)
                == .roaming(.cpo, counterparty: partner, own: cpo))
        #expect(
            Standing(cpo: partner, eMSP: eMSP, ours: ours)
                == .roaming(.emsp, counterparty: partner, own: eMSP)
        )
        #expect(Standing(cpo: cpo, eMSP: eMSP, ours: ours) == .ownNetwork(eMSP: eMSP, own: cpo))
        #expect(Standing(cpo: partner, eMSP: partner, ours: ours) == .foreign)
    }
}

@Suite struct RuleBookTests {
    @Test func `the latest entry that is not after the day holds`() throws {
        let (first, second) = (try #require(Day("2017-07-01")), try #require(Day("2026-10-01")))
        let book = try #require(
            RuleBook([(from: second, rule: "new"), (from: first, rule: "old")]))
        #expect(book.rule(on: first.advanced(by: -1)) == nil)
        #expect(book.rule(on: first) == "old")
        #expect(book.rule(on: second.advanced(by: -1)) == "old")
        #expect(book.rule(on: second) == "new")
    }

    @Test func `two entries on one day, or none, are no rule book`() throws {
        let day = try #require(Day("2026-10-01"))
        #expect(RuleBook([(from: day, rule: 1), (from: day, rule: 2)]) == nil)
        #expect(RuleBook([(from: Day, rule: Int)]()) == nil)
    }
}
