import Amounts
import Intake
import Roaming
import Store

/// What the connectors can deliver, as the locations that were published to us say.
struct PowerBook: Sendable {
    private struct Key: Hashable {
        let hub: String
        let party: PartyID?
        let evse: String
        let connector: String
    }

    private var powers: [Key: (watts: ExactDecimal, lastUpdated: Instant)] = [:]

    /// Reads every location of the book. One that cannot be decoded was rejected at intake.
    init(_ pages: StoredPages) throws {
        var reader = JSONReader()
        while let page = try pages.next() {
            page.bytes.withUnsafeBytes { bytes in
                for object in page.objects {
                    let raw = UnsafeRawBufferPointer(rebasing: bytes[object.range])
                    let decoded = try? decodeLocation(raw, as: object.version, using: &reader)
                    if let decoded { add(decoded.value, hub: page.hub) }
                }
            }
        }
    }

    /// The newest version of a location counts; of two of the same moment the later received.
    private mutating func add(_ location: Location, hub: String) {
        for evse in location.evses {
            for connector in evse.connectors {
                let key = Key(
                    hub: hub, party: location.party, evse: Identifier.folded(evse.uid),
                    connector: Identifier.folded(connector.id))
                if let known = powers[key], known.lastUpdated > location.lastUpdated { continue }
                powers[key] = (connector.powerMax, location.lastUpdated)
            }
        }
    }

    /// The finding that a CDR has more energy than its connector delivers from its start to its end,
    /// and 5 % more; nil where the power is not known.
    func excess(of cdr: CDR, hub: String) -> Finding? {
        guard let energy = cdr.charge.claimed.energy, !cdr.charge.credit,
            let start = cdr.charge.start, let end = cdr.charge.end, start <= end,
            let watts = watts(of: cdr, hub: hub)
        else { return nil }
        let milliseconds = end.milliseconds(since: start)
        // kWh against watts and milliseconds, in hundredths.
        guard
            let used = try? energy * ExactDecimal(360_000_000_000),
            let most = try? watts * ExactDecimal(Int(milliseconds)) * ExactDecimal(105),
            used > most
        else { return nil }
        return Finding(
            "ENERGY_EXCEEDS_POWER", .warning, at: "/total_energy",
            "\(energy.trimmed()) kWh is more than the connector's \(watts.trimmed()) W deliver in "
                + "\(milliseconds / 1000) s, even with 5 % more.")
    }

    private func watts(of cdr: CDR, hub: String) -> ExactDecimal? {
        guard let evse = cdr.place.evseUID, let connector = cdr.place.connectorID else {
            return nil
        }
        for place in [hub, "own"] {
            let key = Key(
                hub: place, party: cdr.cpo, evse: Identifier.folded(evse),
                connector: Identifier.folded(connector))
            if let known = powers[key] { return known.watts }
        }
        return nil
    }
}
