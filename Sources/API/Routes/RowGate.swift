import Roaming
import Store

/// The second wall: PostgreSQL gave only rows that the reach covers, and this looks whether it did.
struct RowGate: Sendable {
    /// Nothing of the listing belongs to such a one.
    let isShut: Bool
    private let check: (column: Int, allowed: Set<String>)?

    init(_ listing: Listing, _ reach: Reach) {
        func column(_ name: String?) -> Int? {
            listing.fields.firstIndex { $0.name == name }
        }
        switch reach {
        case .all: check = nil
        case .party(let party): check = column(listing.owners.party).map { ($0, [party]) }
        case .vendor(let vendor, let sites):
            check =
                column(listing.owners.site).map { ($0, sites) }
                ?? column(listing.owners.vendor).map { ($0, [Identifier.folded(vendor)]) }
        }
        isShut = reach != .all && check == nil && !listing.owners.isForAll
    }

    /// - Throws: our bug, when the first wall has a hole.
    func pass(_ row: ListedRows) throws {
        guard let check else { return }
        guard !row.isNull(check.column),
            check.allowed.contains(Identifier.folded(row.text(check.column)))
        else { throw Breach() }
    }

    struct Breach: Error, CustomStringConvertible {
        var description: String { "the database gave a row that the reach does not cover" }
    }
}
