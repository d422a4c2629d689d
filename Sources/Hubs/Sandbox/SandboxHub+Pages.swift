import Intake
import Roaming

// Lists of objects (transport_and_format, Pagination): `date_from` is within, `date_to` is not.
extension SandboxHub {
    func pageSize(_ request: SandboxRequest) -> Int {
        let asked = request.query["limit"].flatMap { Int($0) } ?? temper.pageLimit
        return max(1, min(asked, temper.pageLimit))
    }

    func page(
        of module: Module, _ version: OCPIVersion, _ request: SandboxRequest
    ) -> SandboxAnswer {
        guard let from = Self.date(request.query["date_from"]),
            let to = Self.date(request.query["date_to"])
        else { return reply(2001, "date_from and date_to must be dates", data: nil) }
        var found = objects(of: module)
        if from.value != nil || to.value != nil {
            found = found.filter { object in
                // Without a date of its own it is as old as can be.
                let changed = object.lastUpdated ?? Instant(seconds: 0)
                return from.value.map { changed >= $0 } ?? true
                    && (to.value.map { changed < $0 } ?? true)
            }
        }
        let limit = pageSize(request)
        let offset = max(0, request.query["offset"].flatMap { Int($0) } ?? 0)
        let shown = found.dropFirst(offset).prefix(limit)
        var parts: [[UInt8]] = [[UInt8(ascii: "[")]]
        for object in shown {
            if parts.count > 1 { parts.append([UInt8(ascii: ",")]) }
            parts.append(
                version == .v230 && stock.version != .v230
                    ? Shape230.of(object.bytes) : object.bytes)
        }
        parts.append([UInt8(ascii: "]")])
        var answer = reply(parts: parts)
        answer.headers.append(("X-Limit", String(limit)))
        if temper.sendsTotal { answer.headers.append(("X-Total-Count", String(found.count))) }
        if temper.sendsLink,
            let next = next(after: offset, limit, of: found.count, request)
        {
            answer.headers.append(("Link", "<\(next)>; rel=\"next\""))
        }
        return answer
    }

    /// A date that is not there is none; one that is no date is a mistake.
    private static func date(_ text: String?) -> (value: Instant?, Void)? {
        guard let text else { return (nil, ()) }
        return Instant(text).map { ($0, ()) }
    }

    /// With the filters of the request, as the specification asks.
    private func next(
        after offset: Int, _ limit: Int, of count: Int, _ request: SandboxRequest
    ) -> WebAddress? {
        var parameters = request.query
        let address = root().appending(request.path[0], request.path[1])
        if faults.servesPagesTwice, parameters["again"] == nil, (offset / limit) % 3 == 1 {
            parameters["again"] = "1"
            return address.with(parameters.sorted { $0.key < $1.key })
        }
        parameters["again"] = nil
        let pages = (count + limit - 1) / limit
        guard let page = following(offset / limit, of: pages) else { return nil }
        parameters["offset"] = String(page * limit)
        parameters["limit"] = String(limit)
        return address.with(parameters.sorted { $0.key < $1.key })
    }

    /// The page after this one; nil behind the last. Reordered, neighbours behind the first change
    /// places: 0, 2, 1, 4, 3, 5.
    private func following(_ page: Int, of pages: Int) -> Int? {
        guard faults.reordersPages else { return page + 1 < pages ? page + 1 : nil }
        var order = Array(0..<pages)
        for index in stride(from: 1, to: pages - 1, by: 2) { order.swapAt(index, index + 1) }
        guard let at = order.firstIndex(of: page), at + 1 < pages else { return nil }
        return order[at + 1]
    }
}
