import Foundation
import Hashing
import Hubs
import Intake
import Roaming
import Store

/// Pages of one hub on disk, laid out as an input directory, so that they are taken in like any
/// files. What is on the shelf when a process dies is thrown away: nothing was told to have arrived.
///
/// A class, because the hub's task adds to it while pages come.
final class PullShelf {
    let root: URL
    private let hub: String
    private(set) var receipts: [String: PageReceipt] = [:]
    /// Objects that are here.
    private var held: [Module: Set<Digest>] = [:]

    init(root: URL, hub: String) {
        self.root = root
        self.hub = hub
    }

    var pages: PageShelf {
        PageShelf(
            keep: { [self] in try keep($0) }, identities: { [self] in try identities(of: $0) })
    }

    /// Writes the page and looks into it. One that cannot be used leaves nothing behind.
    private func keep(_ page: PulledPage) throws -> PageContents {
        let path = Self.path(page)
        let file = root.appendingPathComponent(path)
        let manager = FileManager.default
        try manager.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        // Beside its place first, so that a page asked for again never loses the good one.
        let draft = file.appendingPathExtension("draft")
        try Data(page.body).write(to: draft)
        let contents = try Self.contents(of: draft)
        let isGood = contents.damage == nil && (1000...1999).contains(contents.statusCode ?? 0)
        // A page of nothing but what is here, served twice or walked again, is no page more.
        let isNew =
            contents.digests.isEmpty
            || contents.digests.contains { held[page.module]?.contains($0) != true }
        guard isGood, isNew else {
            try manager.removeItem(at: draft)
            return contents
        }
        held[page.module, default: []].formUnion(contents.digests)
        guard rename(draft.path, file.path) == 0 else { throw POSIXError(.EIO) }
        receipts[path] = PageReceipt(
            source: path, hub: page.hub, module: ObjectKind(page.module),
            url: page.address.description, requestID: page.requestID,
            correlationID: page.correlationID, httpStatus: page.status,
            sha256: digest(of: page.body).bytes, bytes: page.body.count)
        return contents
    }

    /// By offset and then by walk: what came first in the hub's list comes first here, in whatever
    /// order its pages came. What changed meanwhile comes last.
    private static func path(_ page: PulledPage) -> String {
        func padded(_ number: Int, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let (offset, pass) = (padded(page.offset, 9), padded(page.pass, 2))
        let name = page.isOfWhole ? "page-\(offset)-\(pass)" : "tail-\(pass)-\(offset)"
        return "hubs/\(page.hub)/\(page.module.rawValue)/\(name).json"
    }

    /// Rejects that mean the answer as a whole is not usable; others are of single objects.
    private static let damages: Set<RejectCode> = [
        .emptyFile, .gzipCorrupt, .fileTooLarge, .notJSON, .responseWithoutData, .truncated,
    ]

    private static func contents(of file: URL) throws -> PageContents {
        let reader = try PageReader(path: file.path)
        var (digests, damage): ([Digest], String?) = ([], nil)
        while let page = try reader.nextPage() {
            digests += page.objects.map(\.digest)
            for placed in page.rejects where damage == nil {
                if let code = RejectCode(rawValue: placed.reject.code), damages.contains(code) {
                    damage = placed.reject.text
                }
            }
        }
        let reply = reader.reply
        if reply == nil, damage == nil { damage = "it is no response of OCPI: no status_code" }
        return PageContents(
            digests: digests, statusCode: reply?.statusCode, statusMessage: reply?.message,
            timestamp: reply?.timestamp, damage: damage)
    }

    /// How many different objects of a module are here, by party and id.
    private func identities(of module: Module) throws -> Int {
        let folder = "hubs/\(hub)/\(module.rawValue)/"
        var known: Set<String> = []
        var json = JSONReader()
        for path in receipts.keys.sorted() where path.hasPrefix(folder) {
            let reader = try PageReader(path: root.appendingPathComponent(path).path)
            while let page = try reader.nextPage() {
                page.bytes.withUnsafeBytes { bytes in
                    for object in page.objects {
                        let raw = UnsafeRawBufferPointer(rebasing: bytes[object.range])
                        let identity = readIdentity(raw, using: &json)
                        // What has no id cannot be told from another; its bytes can.
                        let name = identity.id?.uppercased() ?? object.digest.description
                        known.insert("\(identity.party?.description ?? "") \(name)")
                    }
                }
            }
        }
        return known.count
    }
}
