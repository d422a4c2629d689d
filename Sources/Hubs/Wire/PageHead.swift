/// What the headers of a page say about the rest (transport_and_format, Pagination).
package struct PageHead: Sendable, Hashable {
    /// The `rel="next"` address of `Link`, as sent: relative ones occur.
    package var next: String?
    /// `X-Total-Count`: objects that match, on all pages.
    package var total: Int?
    /// `X-Limit`: the most objects this server puts on a page.
    package var limit: Int?

    package init(next: String? = nil, total: Int? = nil, limit: Int? = nil) {
        self.next = next
        self.total = total
        self.limit = limit
    }

    package init(link: String?, total: String?, limit: String?) {
        next = link.flatMap(Self.next)
        self.total = total.flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
        self.limit = limit.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// The target of the first link whose relation is `next` (RFC 8288 §3). Several links may stand in
    /// one header, and a target may hold commas, so targets are found by their brackets.
    static func next(inLink header: String) -> String? {
        var rest = header[...]
        while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
            let target = rest[rest.index(after: open)..<close]
            let behind = rest[rest.index(after: close)...]
            let end = behind.firstIndex(of: "<") ?? behind.endIndex
            let parameters = behind[..<end].split(whereSeparator: { $0 == ";" || $0 == "," })
            if parameters.contains(where: isNext) { return String(target) }
            rest = behind[end...]
        }
        return nil
    }

    private static func isNext(_ parameter: Substring) -> Bool {
        let parts = parameter.split(separator: "=", maxSplits: 1).map { part in
            part.filter { !$0.isWhitespace && $0 != "\"" || $0 == " " }.lowercased()
        }
        guard parts.count == 2, parts[0].filter({ $0 != " " }) == "rel" else { return false }
        return parts[1].split(separator: " ").contains("next")
    }

    /// Where the next page is when the page at `address` brought `objects` objects; nil at the end.
    ///
    /// `Link` says it. A server that sends none is asked by offset: as long as `X-Total-Count` says
    /// there is more, or, where even that is missing, until a page comes back empty.
    package func following(
        _ address: WebAddress, offset: Int, objects: Int
    ) -> (address: String, offset: Int)? {
        if let next {
            let known = address.resolving(next).flatMap { Self.offset(of: $0) }
            return (next, known ?? offset + objects)
        }
        guard objects > 0 else { return nil }
        let reached = offset + objects
        if let total, reached >= total { return nil }
        return (address.with([("offset", String(reached))]).description, reached)
    }

    static func offset(of address: WebAddress) -> Int? {
        address.parameter("offset").flatMap { Int($0) }
    }
}
