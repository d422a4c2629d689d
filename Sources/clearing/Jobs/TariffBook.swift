import Amounts
import Intake
import Rating
import Roaming
import Store

/// The tariffs that were published to us, compiled, each with its versions in the order received.
struct TariffBook: Sendable {
    struct Version: Sendable {
        let object: Int64
        let tariff: Tariff
        let compiled: CompiledTariff
    }

    private struct Key: Hashable {
        let hub: String
        let party: PartyID?
        let id: String
    }

    private var versions: [Key: [Version]] = [:]

    /// Reads every tariff of the book. One that cannot be decoded was rejected at intake.
    init(_ pages: StoredPages) throws {
        var reader = JSONReader()
        while let page = try pages.next() {
            page.bytes.withUnsafeBytes { bytes in
                for object in page.objects {
                    let raw = UnsafeRawBufferPointer(rebasing: bytes[object.range])
                    guard
                        let decoded = try? decodeTariff(raw, as: object.version, using: &reader)
                    else { continue }
                    add(decoded.value, hub: page.hub, object: object.number)
                }
            }
        }
    }

    private mutating func add(_ tariff: Tariff, hub: String, object: Int64) {
        let key = Key(hub: hub, party: tariff.party, id: Identifier.folded(tariff.id))
        versions[key, default: []].append(
            Version(object: object, tariff: tariff, compiled: compile(tariff)))
    }

    /// The version of a tariff that was published when the session started: by the CDR's hub, else
    /// by the hub over which the party is reached, else by our own platform (a hub's copy of our CDR).
    func version(
        _ id: String, of cpo: PartyID?, hub: String, home: String?, at start: Instant?
    ) -> Version? {
        let folded = Identifier.folded(id)
        for place in hub == "own" ? ["own"] : [hub, home ?? hub, "own"] {
            for party in [cpo, nil] {
                let key = Key(hub: place, party: party, id: folded)
                if let found = valid(versions[key] ?? [], at: start) { return found }
            }
        }
        return nil
    }

    /// The latest that was published before the start and whose dates cover it; when all were
    /// published later, the earliest, since nothing tells what held before.
    private func valid(_ versions: [Version], at start: Instant?) -> Version? {
        guard let start else { return versions.last }
        let covering = versions.filter { version in
            (version.tariff.validFrom.map { $0 <= start } ?? true)
                && (version.tariff.validUntil.map { start < $0 } ?? true)
        }
        let published = covering.filter { $0.tariff.lastUpdated.map { $0 <= start } ?? true }
        let latest = published.max {
            ($0.tariff.lastUpdated?.milliseconds ?? .min, $0.object)
                < ($1.tariff.lastUpdated?.milliseconds ?? .min, $1.object)
        }
        return latest
            ?? covering.min {
                ($0.tariff.lastUpdated?.milliseconds ?? .min, $0.object)
                    < ($1.tariff.lastUpdated?.milliseconds ?? .min, $1.object)
            }
    }

    /// Whether it was certainly published when the session started.
    static func isCertain(_ version: Version, at start: Instant?) -> Bool {
        guard let start, let updated = version.tariff.lastUpdated else { return false }
        return updated <= start
    }
}

extension Tariff {
    /// Whether two tariffs price alike, whatever they are called, whenever they were sent and in
    /// whichever version: 2.2.1 always states prices before tax, 2.3.0 says so.
    func pricesLike(_ other: Tariff) -> Bool {
        elements == other.elements && currency == other.currency && minPrice == other.minPrice
            && maxPrice == other.maxPrice && (taxIncluded ?? .no) == (other.taxIncluded ?? .no)
    }
}
