package import Roaming

/// Which part of a list somebody asks us for (transport_and_format, Pagination).
package struct PageWish: Sendable, Hashable {
    package let offset: Int
    /// Of objects on the page, at most ours.
    package let limit: Int
    /// Inclusive.
    package let from: Instant?
    /// Exclusive.
    package let until: Instant?

    /// - Parameter usual: objects on a page where nothing is said.
    /// - Returns: nil when a parameter cannot be read.
    package init?(_ query: [String: String], most: Int, usual: Int) {
        func number(_ name: String, _ usual: Int, least: Int) -> Int? {
            guard let text = query[name] else { return usual }
            return Int(text).flatMap { $0 >= least ? $0 : nil }
        }
        guard let offset = number("offset", 0, least: 0),
            let limit = number("limit", usual, least: 1)
        else { return nil }
        (self.offset, self.limit) = (offset, min(limit, most))
        (from, until) = (
            query["date_from"].flatMap { Instant($0) }, query["date_to"].flatMap { Instant($0) }
        )
        guard (from != nil) == (query["date_from"] != nil),
            (until != nil) == (query["date_to"] != nil)
        else { return nil }
    }

    /// Where the next page is, with the same filters; nil at the end.
    package func next(at address: WebAddress, of total: Int) -> WebAddress? {
        guard offset < total, total - offset > limit else { return nil }
        var parameters = [("offset", String(offset + limit)), ("limit", String(limit))]
        if let from { parameters.append(("date_from", from.description)) }
        if let until { parameters.append(("date_to", until.description)) }
        return address.with(parameters)
    }
}
