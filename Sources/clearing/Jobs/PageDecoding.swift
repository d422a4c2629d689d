import Hashing
import Intake
import Roaming
import Store

/// Turns pages of raw objects into rows. One a thread: it owns a JSON reader.
struct PageDecoder: ~Copyable {
    private var reader = JSONReader()
    private let rules: Rules

    init(rules: Rules) { self.rules = rules }

    /// - Parameter ordinals: positions of the page's objects, where not all of them are at hand.
    mutating func rows(
        _ page: Page, of file: PageOrigin, book: Int64, number: Int64,
        ordinals: [Int]? = nil
    ) -> PageRows {
        var rows = PageRows(
            book: book, page: number, hub: file.hub, kind: ObjectKind(file.module),
            source: file.source)
        for placed in page.rejects {
            rows.add(
                RejectRow(placed.reject, line: placed.line, fileOffset: placed.fileOffset))
        }
        page.bytes.withUnsafeBytes { bytes in
            for (index, object) in page.objects.enumerated() {
                let raw = UnsafeRawBufferPointer(rebasing: bytes[object.range])
                let place = ObjectPlace(
                    ordinal: ordinals?[index] ?? index, at: object.range.lowerBound,
                    length: object.range.count,
                    sha256: object.digest.bytes)
                do throws(Reject) {
                    try decode(raw, of: file, at: place, into: &rows)
                } catch {
                    rows.add(reject(error, raw, object, place))
                }
            }
        }
        rows.seal(page.bytes)
        return rows
    }

    /// Why intake would refuse one object; nil when it takes it.
    mutating func objection(to document: [UInt8], of origin: PageOrigin) -> Reject? {
        var rows = PageRows(
            book: 0, page: 0, hub: origin.hub, kind: ObjectKind(origin.module),
            source: origin.source)
        let place = ObjectPlace(ordinal: 0, at: 0, length: document.count, sha256: [])
        let read = document.withUnsafeBytes { raw in
            Result { () throws(Reject) in
                try decode(raw, of: origin, at: place, into: &rows)
            }
        }
        guard case .failure(let reject) = read else { return nil }
        return reject
    }

    private mutating func decode(
        _ raw: UnsafeRawBufferPointer, of file: PageOrigin, at place: ObjectPlace,
        into rows: inout PageRows
    ) throws(Reject) {
        let hub = rules.hub(named: file.hub)
        let version = hub?.version
        switch file.module {
        case .cdrs:
            let decoded = try decodeCDR(raw, as: version, using: &reader)
            let standing = try Parties(hub, rules).standing(
                cpo: decoded.value.cpo, eMSP: decoded.value.token.party)
            var cdr = decoded.value
            cdr.cpo = standing.cpo
            cdr.token.party = standing.eMSP
            try rows.add(cdr, standing.standing, at: place)
            rows.add(decoded.findings + standing.findings, about: place)
        case .sessions:
            let decoded = try decodeSession(raw, as: version, using: &reader)
            let standing = try Parties(hub, rules).standing(
                cpo: decoded.value.cpo, eMSP: decoded.value.token.party)
            var session = decoded.value
            session.cpo = standing.cpo
            session.token.party = standing.eMSP
            rows.add(session, standing.standing, at: place)
            rows.add(decoded.findings + standing.findings, about: place)
        case .tariffs:
            let decoded = try decodeTariff(raw, as: version, using: &reader)
            rows.add(decoded.value, at: place)
            rows.add(decoded.findings, about: place)
        case .locations:
            let decoded = try decodeLocation(raw, as: version, using: &reader)
            rows.add(decoded.value, version: version ?? .v221, at: place)
            rows.add(decoded.findings, about: place)
        case .tokens:
            let decoded = try decodeToken(raw, as: version, using: &reader)
            rows.add(decoded.value, version: version ?? .v221, at: place)
            rows.add(decoded.findings, about: place)
        }
    }

    private mutating func reject(
        _ reject: Reject, _ raw: UnsafeRawBufferPointer, _ object: PageObject, _ place: ObjectPlace
    ) -> RejectRow {
        let identity = readIdentity(raw, using: &reader)
        return RejectRow(
            reject, line: object.line, fileOffset: object.fileOffset, objectID: identity.id,
            party: identity.party?.description, eMSP: identity.tokenParty?.description,
            endsAt: identity.end, place: place)
    }
}

/// Who the two parties of a record are, with the hub's rule filling in what OCPI 2.1.1 lacks.
private struct Parties {
    let hub: HubRule?
    let ours: Set<PartyID>

    init(_ hub: HubRule?, _ rules: Rules) {
        self.hub = hub
        ours = hub?.ours ?? rules.ours
    }

    struct Told {
        let cpo: PartyID
        let eMSP: PartyID
        let standing: Standing
        let findings: [Finding]
    }

    /// On a bilateral link, the party that is not named is the other one of the two.
    /// - Throws: `BAD_PARTY` when there is no such rule to fall back on.
    func standing(cpo: PartyID?, eMSP: PartyID?) throws(Reject) -> Told {
        guard let cpo = cpo ?? other(than: eMSP), let eMSP = eMSP ?? other(than: cpo) else {
            throw Reject(
                "BAD_PARTY",
                "Neither the object nor the hub's rule says which two parties this is between.")
        }
        let standing = Standing(cpo: cpo, eMSP: eMSP, ours: ours)
        guard standing == .foreign else {
            return Told(cpo: cpo, eMSP: eMSP, standing: standing, findings: [])
        }
        let finding = Finding(
            "FOREIGN_PARTY", .error,
            "Neither the CPO \(cpo) nor the eMSP \(eMSP) is one of our parties, so it is not settled."
        )
        return Told(cpo: cpo, eMSP: eMSP, standing: standing, findings: [finding])
    }

    private func other(than known: PartyID?) -> PartyID? {
        guard let hub, let counterparty = hub.counterparty, let known else { return nil }
        return ours.contains(known) ? counterparty : hub.ours.sorted().first
    }
}

extension ObjectKind {
    init(_ module: Module) {
        switch module {
        case .cdrs: self = .cdrs
        case .tariffs: self = .tariffs
        case .sessions: self = .sessions
        case .locations: self = .locations
        case .tokens: self = .tokens
        }
    }
}
