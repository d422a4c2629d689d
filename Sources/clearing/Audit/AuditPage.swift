import Amounts
import Rating
import Roaming
import Store

/// What an audit shows, before it becomes a terminal's text or a page: sections of blocks.
struct AuditPage {
    struct Section {
        let title: String
        let blocks: [Block]
    }

    enum Block {
        case facts([(String, String)])
        case table([(title: String, alignment: TextTable.Alignment)], [[String]])
        /// Text whose lines and spaces count: a working, a document.
        case literal(title: String, String)
        case sideBySide(left: (String, String), right: (String, String))
        case paragraph(String)
    }

    let title: String
    let sections: [Section]

    init(title: String, sections: [Section]) {
        self.title = title
        self.sections = sections
    }

    init(_ file: AuditFile) {
        let name = file.line.cdrID.map { "CDR \($0)" } ?? "Session \(file.line.sessionID ?? "?")"
        title = "\(name), \(file.line.counterparty?.description ?? "nobody"), \(file.month)"
        sections = [
            file.outcome, file.comparison, file.difference, file.workings,
            file.signed?.section(claimed: file.price?.cdr.charge.claimed.energy),
            file.tariffSection,
            file.copySection, file.findingSection, file.disputeSection,
            file.postingSection("Postings of the month", file.postings),
            file.postingSection("Ledger of the month", file.ledger), file.closingSection,
            file.runSection, file.documentSection,
        ].compactMap { $0 }
    }
}

extension AuditFile {
    fileprivate var outcome: AuditPage.Section {
        let line = line
        let currency = line.currency?.description ?? ""
        func money(_ amount: ExactDecimal?) -> String {
            amount.map { "\($0.text(decimals: 2)) \(currency)" } ?? "unknown"
        }
        var facts = [
            ("Disposition", "\(line.disposition.rawValue) (\(found.severity.lowercased()))"),
            ("Why", line.reason),
            (
                "Side",
                line.side == .cpo
                    ? "cpo: their driver, our station" : "emsp: our driver, their station"
            ),
            ("Counterparty", line.counterparty?.description ?? "unknown"),
            ("Our party", line.ownParty?.description ?? "unknown"),
            ("Hub", line.hub ?? "none"),
            ("Service month", line.serviceMonth?.description ?? "unknown"),
            ("Matched by", line.matchedBy.map { "\($0): \(line.evidence)" } ?? "nothing"),
            ("Ours", money(line.ours)), ("Theirs", money(line.theirs)),
            ("Agreed", "\(money(line.agreed)), \(money(line.agreedBeforeTax)) before tax"),
            ("Disputed", money(line.disputed)),
        ]
        if line.ownNetwork { facts.append(("Own network", "yes: both parties are ours")) }
        return AuditPage.Section(title: "Outcome", blocks: [.facts(facts)])
    }

    /// Our session beside their CDR.
    fileprivate var comparison: AuditPage.Section? {
        let (cdr, session) = (price?.cdr, ownSession)
        guard cdr != nil || session != nil else { return nil }
        func row(_ title: String, _ ours: String?, _ theirs: String?) -> [String] {
            let isOther = ours != nil && theirs != nil && ours != theirs
            return [title, ours ?? "", theirs ?? "", isOther ? "differs" : ""]
        }
        // Two documents have two ids and two times of writing.
        func plain(_ title: String, _ ours: String?, _ theirs: String?) -> [String] {
            [title, ours ?? "", theirs ?? "", ""]
        }
        let charge = cdr?.charge
        let rows = [
            plain("id", session?.id, cdr?.id),
            row("session id", session?.id, cdr?.sessionID),
            row(
                "authorization", session?.authorizationReference, cdr?.authorizationReference),
            row("token", session?.token.uid, cdr?.token.uid),
            row("contract", session?.token.contractID, cdr?.token.contractID),
            row("location", session?.place.locationID, cdr?.place.locationID),
            row("EVSE", session?.place.evseUID, cdr?.place.evseUID),
            row("EVSE id", session?.place.evseID, cdr?.place.evseID),
            row("start", session?.start.description, charge?.start?.description),
            row("end", session?.end?.description, charge?.end?.description),
            row(
                "energy, kWh", session?.energy.description,
                charge?.claimed.energy?.description),
            row(
                "currency", session?.currency?.description, charge?.currency?.description),
            row(
                "cost", session?.totalCost?.payable?.text(decimals: 2),
                charge?.claimed.cost?.payable?.text(decimals: 2)),
            plain("last updated", session?.lastUpdated.description, cdr?.lastUpdated.description),
        ]
        .filter { !$0[1].isEmpty || !$0[2].isEmpty }
        return AuditPage.Section(
            title: "Session and CDR",
            blocks: [
                .table(
                    [("", .left), ("our session", .left), ("CDR", .left), ("", .left)], rows)
            ])
    }

    fileprivate var difference: AuditPage.Section? {
        guard let difference = line.difference, !difference.isZero || !causes.isEmpty else {
            return nil
        }
        let rows =
            causes.map { [$0.kind.rawValue, $0.amount.text(decimals: 2), $0.kind.words] }
            + [["theirs − ours", difference.text(decimals: 2), ""]]
        return AuditPage.Section(
            title: "Difference by cause",
            blocks: [.table([("cause", .left), ("amount", .right), ("", .left)], rows)])
    }

    fileprivate var workings: AuditPage.Section? {
        guard let price else { return nil }
        let ours = Self.working(price.ours)
        var blocks: [AuditPage.Block] = []
        if let embedded = price.embedded {
            blocks.append(
                .sideBySide(
                    left: ("By the published tariff, which counts", ours),
                    right: ("By the tariff in the CDR", Self.working(embedded))))
        } else {
            let name =
                price.applied.isEmpty ? "By the tariff in the CDR" : "By the published tariff"
            blocks.append(
                .sideBySide(
                    left: ("Ours: \(name.prefix(1).lowercased() + name.dropFirst())", ours),
                    right: ("Theirs: as the CDR claims", Self.claims(price.cdr))))
        }
        if case .priced(let priced) = price.ours, let verification = priced.verification {
            blocks.append(
                .literal(
                    title: "Held against the claims",
                    verification.text(priced.rated.currency.description)))
        }
        return AuditPage.Section(title: "Workings", blocks: blocks)
    }

    private static func working(_ answer: PriceAnswer) -> String {
        switch answer {
        case .refused(let refusal): "no price: \(refusal.text) (\(refusal.code))\n"
        case .priced(var priced):
            (try? priced.withoutVerification().table(.working)) ?? "no price: too many digits\n"
        }
    }

    /// The cost fields as they stand in the CDR.
    private static func claims(_ cdr: CDR) -> String {
        let claimed = cdr.charge.claimed
        var table = TextTable([("", .left), ("before tax", .right), ("after tax", .right)])
        let fields: [(String, Price?)] = [
            ("start fee", claimed.fixed), ("energy", claimed.energyCost),
            ("charging time", claimed.timeCost), ("parking time", claimed.parkingCost),
            ("reservation", claimed.reservationCost), ("total", claimed.cost),
        ]
        for (name, price) in fields {
            guard let price else { continue }
            table.add([
                name, price.beforeTax?.description ?? "not given",
                price.afterTax?.description ?? "not given",
            ])
        }
        return table.render()
    }
}

extension PricedCharge {
    /// The price alone.
    fileprivate mutating func withoutVerification() -> PricedCharge {
        PricedCharge(rated: rated, readingFindings: readingFindings, verification: nil)
    }
}

extension Roaming.DifferenceCause.Kind {
    /// What the cause means, for people.
    var words: String {
        switch self {
        case .quantity: "other kWh or hours"
        case .snap: "hours as printed instead of the clock's, or the reverse"
        case .step: "volumes not rounded up to whole steps"
        case .component: "another tariff element"
        case .price: "another price, or nothing that can be named"
        case .limit: "without the tariff's minimum or maximum"
        case .tax: "another tax"
        case .rounding: "another rounding"
        case .document: "the two documents are not the same"
        }
    }
}
