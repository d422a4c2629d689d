import Amounts
import Foundation
import Hubs
import Intake
import Rating
import Reconciliation
import Roaming
import Settlement

/// Everything under `Rules/`, read and checked.
struct Rules: Sendable {
    let directory: URL
    /// SHA-256 over the path and content of every rule file: which rules made a result.
    let hash: String
    let months: RuleBook<MonthRule>
    let tolerances: Tolerances
    /// By name.
    let hubs: [HubRule]
    /// Our legal entities, by id.
    let entities: [EntityRule]
    /// By policy name.
    let roundings: [String: RuleBook<RoundingPolicy>]
    let vendors: [VendorRule]
    let accounts: ChartOfAccounts
    let netting: RuleBook<NettingRules>
    let exchange: ExchangeTable
    let hubFees: [HubFeeRule]
    /// Of the hubs that are asked over HTTP.
    let connections: [ConnectionRule]
    let disputeTerms: RuleBook<DisputeTermsRule>
    /// How partners write their statements, by hub and then by the map's name.
    let statementForms: [String: [String: StatementForm]]
    /// Who writes the invoices, by hub; none where every invoice is direct.
    let billing: [String: RuleBook<BillingRule>]
    let paymentTerms: RuleBook<PaymentTerms>
    /// By what partners and hubs are known on bank statements.
    let payers: [Payer]
    /// How banks export their statements, by name.
    let banks: [BankCSVMap]

    /// Our parties on any connection.
    var ours: Set<PartyID> { hubs.reduce(into: []) { $0.formUnion($1.ours) } }

    /// Hubs that may send a CDR again under its id with other content.
    var revisingHubs: Set<String> { Set(hubs.filter(\.revisesInPlace).map(\.name)) }

    func hub(named name: String) -> HubRule? { hubs.first { $0.name == name } }

    /// The hub over which a partner is reached.
    func homeHub(of party: PartyID) -> String? {
        hubs.first { $0.partners.contains(party) }?.name
    }

    func month(_ month: Month) throws -> MonthRule {
        guard let rule = months.rule(on: month.firstDay) else {
            throw Failure.refused("\(directory.path)/month.yaml has no entry for \(month)")
        }
        return rule
    }

    /// Which month is which, and until when its CDRs count.
    var calendar: ClearingCalendar {
        let entries = months.all.map { from, rule in
            (
                from: from,
                rule: ClearingCalendar.Rule(
                    offsetSeconds: rule.utcOffsetMinutes * 60, graceDays: rule.graceDays)
            )
        }
        guard let book = RuleBook(entries) else {
            preconditionFailure("the entries were a book before they were mapped")
        }
        return ClearingCalendar(book)
    }

    /// The policy of that name as it stands on a day.
    func rounding(_ name: String, on day: Day) throws -> RoundingPolicy {
        if name == RoundingPolicy.none.name { return .none }
        guard let policy = roundings[name]?.rule(on: day) else {
            let known = (roundings.keys.sorted() + ["none"]).joined(separator: ", ")
            throw Failure.usage("no rounding policy \"\(name)\"; there are: \(known)")
        }
        return policy
    }

    func settlement(_ month: Month) throws -> SettlementRules {
        let offset = try self.month(month).utcOffsetMinutes * 60
        guard let netting = netting.rule(on: month.firstDay) else {
            throw Failure.refused("\(directory.path)/netting.yaml has no entry for \(month)")
        }
        guard
            let rules = SettlementRules(
                entities: entities, vendors: vendors, accounts: accounts, netting: netting,
                homeHubs: Self.homeHubs(hubs), rates: exchange, hubFees: hubFees,
                dayOffsetSeconds: offset)
        else { throw Failure.refused("\(directory.path): vendors or entities contradict") }
        return rules
    }

    /// The hub over which each partner is reached: the first that names it.
    private static func homeHubs(_ hubs: [HubRule]) -> [PartyID: String] {
        hubs.reduce(into: [:]) { homes, hub in
            for partner in hub.partners where homes[partner] == nil { homes[partner] = hub.name }
        }
    }

    func matching(_ month: Month) throws -> MatchingRules {
        let rule = try self.month(month)
        let policy = try rounding(rule.rounding, on: month.firstDay)
        return MatchingRules(
            window: rule.window(of: month),
            tolerances: Dictionary(uniqueKeysWithValues: hubs.map { ($0.name, $0.tolerances) }),
            defaultTolerances: tolerances, cdrIDMayBeSessionID: rule.cdrIDMayBeSessionID,
            rounding: policy.digits.keys.reduce(into: [:]) { $0[$1] = policy.rounding(in: $1) },
            defaultRounding: Rounding(digits: policy.defaultDigits, mode: policy.mode),
            calendar: calendar,
            pairing: Dictionary(uniqueKeysWithValues: hubs.map { ($0.name, $0.pairing) }))
    }
}

/// What reading a rules directory came to: the rules, or all that is wrong with them.
struct RulesReading {
    let rules: Rules?
    let problems: [RuleProblem]
    /// Files read, relative to the directory.
    let files: [String]
}

extension Rules {
    /// Reads the directory, or ends with its first problem.
    static func load(_ option: String?) throws -> Rules {
        let reading = try read(Home.rules(option))
        if let problem = reading.problems.first { throw problem }
        guard let rules = reading.rules else { throw Failure.refused("the rules are incomplete") }
        return rules
    }

    /// Reads the directory and collects every file's first problem.
    static func read(_ directory: URL) throws -> RulesReading {
        var shelf = try RuleShelf(directory)
        let months = shelf.take("month.yaml") { (root, _) throws(RuleProblem) in
            try MonthRule.read(root)
        }
        let tolerances = shelf.take("tolerances.yaml") { (root, _) throws(RuleProblem) in
            try Tolerances.read(root)
        }
        let accounts = shelf.take("accounts.yaml") { (root, _) throws(RuleProblem) in
            try ChartOfAccounts.read(root)
        }
        let files = takeHubs(from: &shelf, tolerances: tolerances ?? .unread)
        let hubs = files.map(\.rule)
        let netting = shelf.take("netting.yaml") { (root, _) throws(RuleProblem) in
            try NettingRules.read(root)
        }
        let disputes = shelf.take("disputes.yaml") { (root, _) throws(RuleProblem) in
            try DisputeTermsRule.read(root)
        }
        let payments = shelf.take("payments.yaml") { (root, _) throws(RuleProblem) in
            try PaymentTerms.read(root)
        }
        let (payers, banks) = takeBanking(from: &shelf)
        let exchange = takeExchange(from: &shelf)
        let entities = shelf.takeAll("entities") { (root, name) throws(RuleProblem) in
            try EntityRule.read(root, id: name)
        }
        let vendors = shelf.takeAll("vendors") { (root, name) throws(RuleProblem) in
            try VendorRule.read(root, id: name)
        }
        let roundings = shelf.takeAll("rounding") { (root, name) throws(RuleProblem) in
            (name, try RoundingPolicy.read(root, name: name))
        }
        shelf.checkSites(vendors)
        shelf.checkPartners(hubs)
        if shelf.problems.isEmpty {
            shelf.checkOwners(entities, ours: hubs.reduce(into: []) { $0.formUnion($1.ours) })
            shelf.checkPayers(files.compactMap(\.fees), entities)
            shelf.checkMembers(netting, of: hubs)
            shelf.checkPayers(payers, hubs: hubs)
        }
        shelf.finish()
        var rules: Rules?
        if shelf.problems.isEmpty, let months, let tolerances, let accounts, let netting,
            let disputes, let payments
        {
            rules = Rules(
                directory: directory, hash: shelf.hash, months: months, tolerances: tolerances,
                hubs: hubs, entities: entities,
                roundings: Dictionary(uniqueKeysWithValues: roundings),
                vendors: vendors, accounts: accounts, netting: netting, exchange: exchange,
                hubFees: files.compactMap(\.fees),
                connections: files.compactMap(\.connection), disputeTerms: disputes,
                statementForms: files.forms, billing: files.billing, paymentTerms: payments,
                payers: payers, banks: banks)
        }
        if let read = rules, !shelf.holdsCases(ofPayments: read) { rules = nil }
        return RulesReading(
            rules: rules, problems: shelf.problems, files: shelf.files.map(\.path))
    }

    /// What one file in `hubs/` says.
    fileprivate struct HubFile {
        let rule: HubRule
        let fees: HubFeeRule?
        let forms: [String: StatementForm]
        let billing: RuleBook<BillingRule>?
        let connection: ConnectionRule?
    }

    private static func takeHubs(
        from shelf: inout RuleShelf, tolerances: Tolerances
    ) -> [HubFile] {
        shelf.takeAll("hubs") { (root, name) throws(RuleProblem) in
            let rule = try HubRule.read(root, name: name, tolerances: tolerances)
            return HubFile(
                rule: rule, fees: try HubFeeRule.read(root, hub: name),
                forms: try StatementForm.read(root), billing: try BillingRule.read(root),
                connection: try ConnectionRule.read(
                    root, hub: name, version: rule.version, ours: rule.ours))
        }
    }

    private static func takeBanking(from shelf: inout RuleShelf) -> ([Payer], [BankCSVMap]) {
        (
            shelf.takeAll("counterparties") { (root, _) throws(RuleProblem) in
                try Payer.read(root)
            },
            shelf.takeAll("banks") { (root, name) throws(RuleProblem) in
                try BankCSVMap.read(root, name: name)
            }
        )
    }

    private static func takeExchange(from shelf: inout RuleShelf) -> ExchangeTable {
        let rates = shelf.takeAll("fx") { (root, name) throws(RuleProblem) in
            try ExchangeRates.read(root, name: name)
        }
        // Files are named by their pair, so no pair comes twice.
        return ExchangeTable(rates) ?? .empty
    }
}

extension [Rules.HubFile] {
    /// By hub.
    fileprivate var forms: [String: [String: StatementForm]] {
        reduce(into: [:]) { $0[$1.rule.name] = $1.forms }
    }

    fileprivate var billing: [String: RuleBook<BillingRule>] {
        reduce(into: [:]) { $0[$1.rule.name] = $1.billing }
    }
}

extension RuleShelf {
    /// A partner has one home hub.
    fileprivate mutating func checkPartners(_ hubs: [HubRule]) {
        guard let shared = HubRule.sharedPartner(in: hubs) else { return }
        object(to: "hubs/\(shared.hub).yaml", shared.text)
    }

    /// A site has one owner.
    fileprivate mutating func checkSites(_ vendors: [VendorRule]) {
        for (index, vendor) in vendors.enumerated() {
            for other in vendors[..<index] {
                guard let site = vendor.locations.intersection(other.locations).min() else {
                    continue
                }
                object(
                    to: "vendors/\(vendor.id).yaml",
                    "location \(site) is in vendors/\(other.id).yaml too; a site has one owner")
            }
        }
    }

    /// A fee is paid by an entity there is.
    fileprivate mutating func checkPayers(_ fees: [HubFeeRule], _ entities: [EntityRule]) {
        for fee in fees where !entities.contains(where: { $0.id == fee.entity }) {
            object(
                to: "hubs/\(fee.hub).yaml",
                "the fees are for entity \(fee.entity), which has no file in entities/")
        }
    }

    /// What is cleared through a hub needs that hub.
    fileprivate mutating func checkMembers(_ netting: RuleBook<NettingRules>?, of hubs: [HubRule]) {
        let named = netting?.all.reduce(into: Set<String>()) { $0.formUnion($1.rule.hubs) } ?? []
        for hub in named.subtracting(hubs.map(\.name)).sorted() {
            object(to: "netting.yaml", "hub \(hub) has no file in hubs/")
        }
    }
}
