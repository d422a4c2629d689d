import Hashing
import Intake
import Roaming
import Store

/// What hubs sent by themselves and no closed ingest has taken in, cut into pages.
///
/// A page holds objects of one hub and module in the order of their pushes, byte for byte as they
/// were sent (or as a PATCH left them), so it is what a file or a pulled page with the same objects
/// would be.
struct Inbox: Sendable {
    struct Batch: Sendable {
        let hub: String
        let module: Module
        fileprivate(set) var pushes: [WaitingPush]
        fileprivate var bytes = 0

        /// `hubs/gireve/cdrs/push-000000000007`, by its first.
        var origin: PageOrigin {
            let digits = String(pushes.first?.number ?? 0)
            let number = String(repeating: "0", count: max(0, 12 - digits.count)) + digits
            return PageOrigin(
                source: "hubs/\(hub)/\(module.rawValue)/push-\(number)", hub: hub, module: module)
        }

        /// What decides what comes of it.
        var manifest: String {
            let digests = pushes.map { push in
                "\(push.number) \(Digest(bytes: push.sha256)?.description ?? "")"
            }
            return "\(origin.source)\0\(digests.joined(separator: ","))\n"
        }

        /// - Parameter objects: of its pushes, in their order.
        func page(of objects: [[UInt8]]) -> Page {
            precondition(objects.count == pushes.count, "a push that is listed can be read")
            var page = Page()
            for (index, object) in objects.enumerated() {
                let first = page.bytes.count
                page.bytes += object
                page.bytes.append(0x0A)
                page.objects.append(
                    PageObject(
                        range: first..<first + object.count, line: index + 1,
                        fileOffset: Int64(first), digest: digest(of: object)))
            }
            return page
        }
    }

    private(set) var batches: [Batch] = []

    /// Most pushes of one ingest; the next goes on where it stopped. A run has numbers for a million
    /// pages.
    static let most = 200_000

    init() {}

    /// - Parameter waiting: by hub, module and number.
    init(_ waiting: [WaitingPush], limits: Limits = Limits()) {
        for push in waiting {
            let isSame =
                batches.last.map { last in
                    last.hub == push.hub && ObjectKind(last.module) == push.module
                        && last.pushes.count < limits.pageObjects
                        && last.bytes + push.length < limits.pageBytes
                } ?? false
            if isSame {
                batches[batches.count - 1].pushes.append(push)
                batches[batches.count - 1].bytes += push.length
            } else if let module = Module(rawValue: push.module.rawValue) {
                batches.append(
                    Batch(hub: push.hub, module: module, pushes: [push], bytes: push.length))
            }
        }
    }

    /// Until which push each hub's are taken in with these.
    var marks: [(hub: String, push: Int64)] {
        let last = batches.reduce(into: [String: Int64]()) { last, batch in
            for push in batch.pushes { last[batch.hub] = max(last[batch.hub] ?? 0, push.number) }
        }
        return last.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
