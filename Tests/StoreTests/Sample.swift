import Amounts
import Roaming
import TestSupport

@testable import Store

/// Small valid values; each test states only what matters to it.
enum Sample {
    static let start = Instant(seconds: 1_792_000_000)
    static let magma = party("IN-MGM")
    static let zeo = party("IN-ZEO")

    static func party(_ text: String) -> PartyID {
        guard let party = PartyID(text) else { preconditionFailure("\(text) is a party id") }
        return party
    }

    static func decimal(_ text: String) -> ExactDecimal {
        guard let value = ExactDecimal(text) else { preconditionFailure("\(text) is a number") }
        return value
    }

    static var inr: Currency {
        guard let currency = Currency("INR") else { preconditionFailure("INR is a currency") }
        return currency
    }

    static var month: Month {
        guard let month = Month("2026-10") else { preconditionFailure("2026-10 is a month") }
        return month
    }

    static func identity(_ job: Job) -> RunIdentity {
        RunIdentity(
            job: job, month: month, key: String(repeating: "0", count: 64), inputsKey: "in",
            rulesHash: "rules", build: "test", book: 1)
    }

    static func cdr(_ id: String, cost: String = "118.00") -> CDR {
        var charge = Charge(version: .v221)
        charge.start = start
        charge.end = start.advanced(bySeconds: 3600)
        charge.currency = inr
        charge.claimed.energy = decimal("10.5000")
        charge.claimed.cost = Price(beforeTax: decimal("100.00"), afterTax: decimal(cost))
        return CDR(
            cpo: zeo, id: id, sessionID: "ses-\(id)", authorizationReference: nil,
            token: TokenReference(party: magma, uid: "tok1", contractID: "IN-MGM-C1-2"),
            place: ChargingPlace(
                locationID: "loc1", evseUID: "evse1", evseID: "IN*ZEO*E1", connectorID: "1"),
            charge: charge, lastUpdated: start.advanced(bySeconds: 4000))
    }

    static func session(_ id: String, energy: String = "10.5") -> Session {
        Session(
            version: .v221, cpo: zeo, id: id, start: start,
            end: start.advanced(bySeconds: 3600), energy: decimal(energy),
            token: TokenReference(party: magma, uid: "tok1", contractID: "IN-MGM-C1-2"),
            authorizationReference: "auth-1",
            place: ChargingPlace(
                locationID: "loc1", evseUID: "evse1", evseID: "IN*ZEO*E1", connectorID: "1"),
            currency: inr, totalCost: nil, status: .completed,
            lastUpdated: start.advanced(bySeconds: 3700))
    }

    static let payable = Standing.roaming(.emsp, counterparty: zeo, own: party("IN-MGE"))

    /// A digest that stands for other bytes whenever `content` differs.
    static func place(_ ordinal: Int, content: String) -> ObjectPlace {
        var digest = Array(content.utf8.prefix(32))
        digest += [UInt8](repeating: 0, count: 32 - digest.count)
        return ObjectPlace(ordinal: ordinal, at: ordinal * 10, length: 9, sha256: digest)
    }
}

extension Sample {
    static let window = MonthWindow(month, offsetSeconds: 19_800, graceDays: 5)
    static let span = MonthSpan(window)

    /// A run that was just opened.
    static func open(_ job: Job, on connection: Connection, key: Character = "0") throws -> Run {
        var identity = identity(job)
        identity.key = String(repeating: key, count: 64)
        guard case .fresh(let run) = try connection.openRun(identity, now: ScratchDatabase.now)
        else { throw Unexpected() }
        return run
    }

    static func close(_ run: Run, on connection: Connection) throws {
        let transaction = try connection.begin()
        try transaction.closeRun(run, summary: "{}", now: ScratchDatabase.now)
        try transaction.commit()
    }

    /// Stores one page of CDRs and one of sessions; the page's bytes are the ids, a line each.
    static func ingest(
        _ cdrs: [CDR], sessions: [Session] = [], hub: String = "hubject",
        in scratch: ScratchDatabase
    ) throws {
        let connection = try scratch.connect(as: .ingest)
        let count = try connection.runs(of: nil).count
        let run = try open(.ingest, on: connection, key: Character(String(count % 10)))
        var shard = try connection.beginIntake(run, shard: 0, firstPage: connection.nextPage())
        var page = PageRows(
            book: 1, page: shard.firstPage, hub: hub, kind: .cdrs, source: "cdrs.json")
        var bytes: [UInt8] = []
        for (ordinal, cdr) in cdrs.enumerated() {
            let text = "\(cdr.id) \(cdr.charge.claimed.cost?.afterTax?.description ?? "")"
            var place = place(ordinal, content: text)
            (place.at, place.length) = (bytes.count, text.utf8.count)
            bytes += Array("\(text)\n".utf8)
            try page.add(cdr, payable, at: place)
        }
        page.seal(bytes)
        try shard.write(page)
        var own = PageRows(
            book: 1, page: shard.firstPage + 1, hub: "own", kind: .sessions, source: "sessions.json"
        )
        for (ordinal, session) in sessions.enumerated() {
            let content = "\(session.id) \(session.energy)"
            own.add(session, payable, at: Sample.place(ordinal, content: content))
        }
        own.seal(Array("sessions".utf8))
        try shard.write(own)
        _ = try shard.merge()
        try shard.transaction.closeRun(run, summary: "{}", now: ScratchDatabase.now)
        try shard.commit()
    }

    static func line(_ cdrID: String?, _ disposition: Disposition = .matched) -> ReconciledLine {
        ReconciledLine(
            disposition: disposition, side: .emsp, hub: "hubject", counterparty: zeo,
            ownNetwork: false, sessionID: nil, cdrID: cdrID, sessionObject: nil,
            cdrObject: 65_536, matchedBy: "M1", currency: inr, ours: decimal("118.00"),
            theirs: decimal("118"), difference: decimal("0.00"), agreed: decimal("118.00"),
            agreedBeforeTax: decimal("100.00"), disputed: decimal("0"), locationID: "LOC1",
            evseID: "INZEOE1", start: start, end: start.advanced(bySeconds: 60),
            energy: decimal("10.500"), reason: "as claimed", ownParty: party("IN-MGE"),
            serviceMonth: month, evidence: "session_id S-1")
    }
}

extension Sample {
    /// An entry about the month's CDRs of IN-ZEO, posting by posting: account, amount.
    static func entry(
        _ event: JournalEntry.Event = .payableAccrued, in currency: String = "INR",
        day: Day = month.next.firstDay.advanced(by: -1), amounts: [(String, String)],
        book: [String]? = nil
    ) -> JournalEntry {
        guard let currency = Currency(currency) else { preconditionFailure("it is a currency") }
        return JournalEntry(
            event: event, entity: "magma", counterparty: zeo, hub: nil, currency: currency,
            bookCurrency: inr, serviceMonth: month, reference: "", day: day,
            text: "CDRs accepted",
            postings: amounts.enumerated().map { place, posting in
                .init(
                    account: posting.0, accountName: "Account \(posting.0)",
                    accountKind: posting.0.hasPrefix("2") ? .liability : .asset,
                    amount: decimal(posting.1),
                    bookAmount: book.map { decimal($0[place]) } ?? decimal(posting.1))
            })
    }
}
