import Roaming

extension EntityRule {
    /// `Rules/entities/<id>.yaml`
    static func read(_ root: RuleNode, id: String) throws(RuleProblem) -> EntityRule {
        let letters = id.utf8.allSatisfy {
            $0 >= 97 && $0 <= 122 || $0 >= 48 && $0 <= 57 || $0 == 45
        }
        guard letters, let first = id.utf8.first, first >= 97 else {
            throw root.problem(
                "an entity's file has a name of lower-case letters, digits and hyphens")
        }
        return try root.map { (map) throws(RuleProblem) in
            let parties = try map.require("parties")
            let entity = EntityRule(
                id: id, name: try map.require("name").text(), parties: try parties.partySet(),
                address: try texts(map.optional("address")),
                gstin: try gstin(map.optional("gstin")),
                bookCurrency: try map.require("book_currency").currency(),
                statementSeries: try series(map.require("statement_series")),
                financialYearStart: try map.require("financial_year_start").integer(in: 1...12),
                rateDates: try map.require("entries").book { (entry) throws(RuleProblem) in
                    _ = try entry.require("source").text()
                    return try entry.require("rate_date").choice(RateDate.self)
                }, bankAccounts: try map.optional("bank_accounts")?.accountNumbers() ?? [])
            guard !entity.parties.isEmpty else {
                throw parties.problem("name at least one of our parties")
            }
            for item in try map.require("cases").list() { try entity.check(item) }
            return entity
        }
    }

    private func check(_ item: RuleNode) throws(RuleProblem) {
        try item.map { (map) throws(RuleProblem) in
            let why = try map.require("why").text()
            let day = try map.require("on").day()
            let expected: [(String, String)] = try map.require("expect")
                .map { (expect) throws(RuleProblem) in
                    [
                        ("financial_year", try expect.require("financial_year").text()),
                        ("rate_date", try expect.require("rate_date").text()),
                    ]
                }
            let actual = [financialYear(of: day), rateDates.rule(on: day)?.rawValue ?? "nothing"]
            for ((key, want), got) in zip(expected, actual) where want != got {
                throw item.problem(
                    "case \"\(why)\" expects \(key) \(want), the entity's is \(got)")
            }
        }
    }

    private static func texts(_ node: RuleNode?) throws(RuleProblem) -> [String] {
        guard let node else { return [] }
        var texts: [String] = []
        for item in try node.list() { texts.append(try item.text()) }
        return texts
    }

    private static func gstin(_ node: RuleNode?) throws(RuleProblem) -> GSTIN? {
        guard let node else { return nil }
        guard let gstin = GSTIN(try node.text()) else {
            throw node.problem(
                "`\(try node.text())` is no GSTIN: 15 characters, of which the last checks the others"
            )
        }
        return gstin
    }

    /// Statement numbers have at most 16 characters and begin with a letter or digit (§3.5).
    private static func series(_ node: RuleNode) throws(RuleProblem) -> String {
        let text = try node.text()
        let isShaped = text.utf8.allSatisfy { $0 >= 65 && $0 <= 90 || $0 >= 48 && $0 <= 57 }
        guard isShaped, (1...4).contains(text.utf8.count) else {
            throw node.problem("a series is one to four capital letters or digits")
        }
        return text
    }
}

extension RuleNode {
    /// A list of IBANs or account numbers, none twice; blanks and hyphens in them do not count.
    func accountNumbers() throws(RuleProblem) -> Set<String> {
        var accounts: Set<String> = []
        for item in try list() {
            let account = Identifier.compact(try item.text())
            guard account.utf8.count >= 5 else {
                throw item.problem("an IBAN or account number has at least five letters or digits")
            }
            guard accounts.insert(account).inserted else {
                throw item.problem("this account stands here twice; keep one")
            }
        }
        return accounts
    }

    /// A list of parties, none twice.
    func partySet() throws(RuleProblem) -> Set<PartyID> {
        var parties: Set<PartyID> = []
        for item in try list() {
            guard parties.insert(try item.party()).inserted else {
                throw item.problem("this party stands here twice; keep one")
            }
        }
        return parties
    }
}

extension RuleShelf {
    /// Every party of ours acts for exactly one entity, and every entity's party is ours.
    mutating func checkOwners(_ entities: [EntityRule], ours: Set<PartyID>) {
        for (index, entity) in entities.enumerated() {
            for other in entities[..<index] {
                if let party = entity.parties.intersection(other.parties).min() {
                    object(
                        to: "entities/\(entity.id).yaml",
                        "party \(party) is in entities/\(other.id).yaml too; a party acts for one"
                            + " entity")
                } else if let account = entity.bankAccounts.intersection(other.bankAccounts).min() {
                    object(
                        to: "entities/\(entity.id).yaml",
                        "account \(account) is in entities/\(other.id).yaml too; it has one owner")
                }
            }
            if let foreign = entity.parties.subtracting(ours).min() {
                object(
                    to: "entities/\(entity.id).yaml",
                    "party \(foreign) is `ours` in no hub's file")
            }
        }
        let owned = entities.reduce(into: Set<PartyID>()) { $0.formUnion($1.parties) }
        for party in ours.subtracting(owned).sorted() {
            object(
                to: "entities", "our party \(party) acts for no entity; name it in one's `parties`")
        }
    }
}
