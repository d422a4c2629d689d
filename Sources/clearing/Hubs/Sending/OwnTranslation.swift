import Hubs
import Intake
import Roaming
import Store

/// What is ours in the version of a link, with what that version wants beside it: in 2.1.1 a session holds
/// its whole location.
struct OwnTranslation {
    private let link: OCPIVersion
    private let ours: [PartyID]
    private let book: Int64
    /// By folded id; nil where we have none of the name.
    private var locations: [String: OwnObject?] = [:]

    /// - Parameter ours: whose locations they are.
    init(to link: OCPIVersion, of ours: [PartyID], in book: Int64) {
        (self.link, self.ours, self.book) = (link, ours, book)
    }

    /// A part of a list, and how many there are on all pages.
    mutating func page(
        of module: Module, _ selection: OwnSelection, offset: Int, limit: Int,
        on connection: Connection
    ) throws -> (objects: [[UInt8]], total: Int) {
        // Whether it can be said is seen only when it is tried, so that all have to be tried to count them;
        // there are few of these.
        guard [.tariffs, .locations].contains(module), link != .v230 else {
            let found = try connection.own(selection, of: book, offset: offset, limit: limit)
            let documents = try found.objects.map {
                try document(of: $0, module, on: connection)
            }
            return (try documents.map { try $0.get() }, found.total)
        }
        let all = try connection.own(selection, of: book, offset: 0, limit: Self.most)
        var sayable: [[UInt8]] = []
        for object in all.objects {
            if case .success(let said) = try document(of: object, module, on: connection) {
                sayable.append(said)
            }
        }
        return (Array(sayable.dropFirst(offset).prefix(limit)), sayable.count)
    }

    private static let most = 1_000_000

    mutating func document(
        of object: OwnObject, _ module: Module, on connection: Connection
    ) throws -> Result<[UInt8], Unsayable> {
        var location: OwnObject?
        if module == .sessions, link == .v211, let id = OwnShape.locationID(of: object.document) {
            location = try self.location(id, on: connection)
        }
        do throws(Unsayable) {
            return .success(
                try OwnShape.of(
                    object.document, module, from: object.version, to: link,
                    location: location.map { ($0.document, $0.version) }))
        } catch {
            return .failure(error)
        }
    }

    private mutating func location(
        _ id: String, on connection: Connection
    ) throws -> OwnObject? {
        let key = Identifier.folded(id)
        if let known = locations[key] { return known }
        let selection = OwnSelection(
            module: .locations, ours: ours, partners: [], versions: OCPIVersion.allCases, id: id)
        let found = try connection.own(selection, of: book, offset: 0, limit: 1).objects.first
        locations[key] = .some(found)
        return found
    }
}

extension OwnSelection {
    /// Of a module, as far as it can be said on a link.
    init(
        _ module: Module, of ours: [PartyID], for partners: [PartyID], over link: OCPIVersion
    ) {
        self.init(
            module: ObjectKind(module), ours: ours, partners: partners,
            versions: OwnShape.versions(for: link), isFor211: link == .v211)
    }
}
