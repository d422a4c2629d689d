package import Hashing
package import Intake
package import Roaming

/// One page as a hub gave it.
package struct PulledPage: Sendable {
    package let hub: String
    package let module: Module
    /// 1 for the first walk over the list.
    package let pass: Int
    /// Of a walk over the whole list, not only over what changed during the one before.
    package let isOfWhole: Bool
    /// Position of the page's first object in the hub's list, as far as it is known.
    package let offset: Int
    package let address: WebAddress
    package let status: Int
    package let body: [UInt8]
    package let requestID: String
    package let correlationID: String
}

/// What a page holds, as `PageReader` finds it.
package struct PageContents: Sendable {
    /// Of the raw objects, in their order.
    package var digests: [Digest]
    /// The envelope's; nil when there is none.
    package var statusCode: Int?
    package var statusMessage: String?
    package var timestamp: Instant?
    /// Why it is no whole response; nil when it is one. Single bad objects are no such reason.
    package var damage: String?

    package init(
        digests: [Digest], statusCode: Int?, statusMessage: String? = nil, timestamp: Instant?,
        damage: String? = nil
    ) {
        self.digests = digests
        self.statusCode = statusCode
        self.statusMessage = statusMessage
        self.timestamp = timestamp
        self.damage = damage
    }
}

/// Where pages go. The disk is the program's, so it brings these.
package struct PageShelf {
    /// Keeps the page, in place of one that came before from the same walk and offset, and says what
    /// is in it. A damaged one will be asked for again. Those of walks over the whole list belong in
    /// the order of their offsets: what came first in the hub's list comes first here too.
    package var keep: (PulledPage) throws -> PageContents
    /// How many different objects, by their ids, the pages of a module hold that were kept.
    package var identities: (Module) throws -> Int

    package init(
        keep: @escaping (PulledPage) throws -> PageContents,
        identities: @escaping (Module) throws -> Int
    ) {
        self.keep = keep
        self.identities = identities
    }
}

/// What pulling one module came to.
package struct ModulePull: Sendable, Hashable {
    package var pages = 0
    /// Different ones.
    package var objects = 0
    /// Everything changed before this moment of the hub's clock is here; nil when it told no time.
    package var completeUntil: Instant?
    /// Walks over the list that it took.
    package var passes = 0
}

/// One module of one hub, page by page, until nothing is missing.
///
/// Pages are numbered by offset while the hub goes on changing: an object that moves to another place
/// pushes its neighbours over a page's edge, where they are missed. So after more than one page the
/// hub is asked what changed meanwhile, and when something did, objects are counted by their ids
/// against `X-Total-Count`, and fetched until they are all there (transport_and_format, Pagination:
/// "The client detects this").
struct PullPlan {
    let client: HubClient
    let link: HubLink
    let module: Module
    let endpoint: WebAddress
    /// `date_from` of the whole walk; nil for all there is.
    let from: Instant?
    let shelf: PageShelf

    private var seen: Set<Digest> = []
    private var result = ModulePull()

    /// Pages of one walk. At a page size of 1 still more than any month has.
    private static let pagesMost = 1_000_000
    /// Pages in a row that bring nothing new before they are called a loop.
    private static let idlePagesMost = 20
    private static let walksMost = 4

    init(
        _ client: HubClient, _ link: HubLink, _ module: Module, from: Instant?, shelf: PageShelf
    ) throws(HubFault) {
        self.client = client
        self.link = link
        self.module = module
        self.from = from
        self.shelf = shelf
        guard let url = link.details.sender(of: module.rawValue) else {
            throw HubFault(.notOffered, "the hub offers no \(module.rawValue)")
        }
        endpoint = try client.address(url, at: client.rule.versionsURL)
    }

    /// Walks until nothing can be missing.
    mutating func run() async throws(HubFault) -> ModulePull {
        var walk = try await walk(from: from, isWhole: true)
        result.completeUntil = walk.begun
        for _ in 1..<Self.walksMost {
            guard let again = try await doubt(about: walk) else { return result }
            walk =
                switch again {
                case .whole: try await self.walk(from: from, isWhole: true)
                case .tail(let begun): try await self.walk(from: begun, isWhole: false)
                }
        }
        guard try await doubt(about: walk) != nil else { return result }
        throw HubFault(
            .incomplete,
            "\(endpoint) says it has more objects than its pages brought in \(result.passes) walks",
            mayPass: true)
    }

    /// What to walk again because objects may be missing; nil when none can be.
    private func doubt(about walk: Walk) async throws(HubFault) -> Again? {
        if walk.repeatsPages { return .whole }
        if let total = walk.total, walk.objects < total { return .whole }
        // One page is one moment; there was no meanwhile.
        guard walk.pages > 1 || result.passes > 1, let begun = walk.begun else { return nil }
        let tail = try await head(of: first(from: begun, limit: 1))
        let changed = tail.objects > 0 || (tail.head.total ?? 0) > 0
        if !changed, walk.isWhole { return nil }
        guard let total = try await head(of: first(from: from, limit: 1)).head.total else {
            // No count to hold it to; a whole walk and one over its changes is what can be done.
            return walk.isWhole ? .tail(begun) : nil
        }
        let known: Int
        do { known = try shelf.identities(module) } catch {
            throw HubFault(
                .unreadable, "pages of \(module.rawValue) cannot be read again: \(error)")
        }
        guard known < total else { return nil }
        // A hub that lists an id twice has fewer ids than objects; two walks that agree are enough.
        if walk.isWhole, result.passes > 1, walk.added == 0 { return nil }
        return walk.isWhole ? .tail(begun) : .whole
    }

    private enum Again {
        case whole
        /// What changed since.
        case tail(Instant)
    }

    /// A page of which only the headers and the count matter.
    private func head(
        of address: WebAddress
    ) async throws(HubFault) -> (head: PageHead, objects: Int) {
        try await client.get(address, token: link.token, about: module.rawValue) {
            answer throws(HubFault) in
            let objects = try answer.content { (bytes, reader) throws(Reject) in
                try decodeCount(bytes, using: &reader)
            }
            return (answer.page, objects)
        }
    }

    private func first(from instant: Instant?, limit: Int) -> WebAddress {
        var parameters = [("offset", "0"), ("limit", String(limit))]
        if let instant { parameters.insert(("date_from", instant.description), at: 0) }
        return endpoint.with(parameters)
    }

    /// One walk from the first page to the last.
    private struct Walk {
        let isWhole: Bool
        var total: Int?
        /// The hub's time of the first page.
        var begun: Instant?
        /// By offset, so that a page that is served twice counts once.
        var pagesByOffset: [Int: [Digest]] = [:]
        var visited: Set<WebAddress> = []
        /// Objects that no walk before it brought.
        var added = 0
        /// Pages in a row that brought nothing new.
        var idle = 0

        var pages: Int { visited.count }
        var objects: Int { pagesByOffset.values.reduce(0) { $0 + $1.count } }

        /// Two places with the same objects, and more than one: a server that mixes up its pages.
        var repeatsPages: Bool {
            var known: Set<[Digest]> = []
            return pagesByOffset.values.contains { $0.count > 1 && !known.insert($0).inserted }
        }
    }

    private mutating func walk(
        from instant: Instant?, isWhole: Bool
    ) async throws(HubFault) -> Walk {
        result.passes += 1
        var walk = Walk(isWhole: isWhole)
        var next: (address: WebAddress, offset: Int)? = (
            first(from: instant, limit: client.rule.pageSize), 0
        )
        while let here = next {
            guard walk.visited.insert(here.address).inserted else {
                throw HubFault(.looping, "the pages of \(endpoint) lead back to \(here.address)")
            }
            let (head, contents) = try await page(here.address, offset: here.offset, isWhole)
            result.pages += 1
            walk.total = head.total ?? walk.total
            if walk.pages == 1 { walk.begun = contents.timestamp }
            walk.pagesByOffset[here.offset] = contents.digests
            let before = seen.count
            seen.formUnion(contents.digests)
            walk.added += seen.count - before
            walk.idle = seen.count > before || !isWhole || result.passes > 1 ? 0 : walk.idle + 1
            guard walk.idle < Self.idlePagesMost, walk.pages < Self.pagesMost else {
                throw HubFault(
                    .looping, "the pages of \(endpoint) go on without bringing anything new")
            }
            let following = head.following(
                here.address, offset: here.offset, objects: contents.digests.count)
            guard let following else { break }
            next = (try client.address(following.address, at: here.address), following.offset)
        }
        result.objects = seen.count
        return walk
    }

    private func page(
        _ address: WebAddress, offset: Int, _ isWhole: Bool
    ) async throws(HubFault) -> (PageHead, PageContents) {
        let (link, module, shelf, pass) = (link, module, shelf, result.passes)
        return try await client.get(address, token: link.token, about: module.rawValue) {
            answer throws(HubFault) in
            let page = PulledPage(
                hub: link.hub, module: module, pass: pass, isOfWhole: isWhole, offset: offset,
                address: answer.address, status: answer.status, body: answer.body,
                requestID: answer.requestID,
                correlationID: answer.correlationID)
            let contents: PageContents
            do { contents = try shelf.keep(page) } catch {
                throw HubFault(.unreadable, "a page of \(address) cannot be kept: \(error)")
            }
            if let number = contents.statusCode, StatusCode(number).kind != .success {
                let code = StatusCode(number)
                throw HubFault(
                    .ocpiStatus,
                    "\(address) answered status \(code)"
                        + (contents.statusMessage.map { ": \($0)" } ?? ""),
                    mayPass: code.kind == .theirTrouble)
            }
            if let damage = contents.damage {
                throw HubFault(.unreadable, "\(address): \(damage)", mayPass: true)
            }
            return (answer.page, contents)
        }
    }
}

extension HubClient {
    /// Pulls one module.
    /// - Parameter bookmark: until when an earlier pull was complete; nil to take everything.
    package func pull(
        _ module: Module, over link: HubLink, since bookmark: Instant?, onto shelf: PageShelf
    ) async throws(HubFault) -> ModulePull {
        let from = bookmark?.advanced(bySeconds: -rule.overlapSeconds)
        var plan = try PullPlan(self, link, module, from: from, shelf: shelf)
        return try await plan.run()
    }
}
