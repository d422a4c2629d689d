/// Which of some media types a client would rather have (RFC 9110 §12.5.1).
/// - Returns: the first of the offered ones that it likes best; nil when it takes none of them.
func preferred(_ offered: [String], accept: String?) -> String? {
    guard let accept, !accept.isEmpty else { return offered.first }
    let wishes = accept.split(separator: ",").map(Wish.init)
    let liked = offered.map { type in
        let fitting = wishes.filter { $0.fits(type) }
        return (type: type, quality: fitting.max { $0.detail < $1.detail }?.quality ?? 0)
    }
    let best = liked.map(\.quality).max() ?? 0
    return best > 0 ? liked.first { $0.quality == best }?.type : nil
}

/// Whether an `Accept-Encoding` allows gzip (RFC 9110 §12.5.3).
func takesGzip(_ acceptEncoding: String?) -> Bool {
    guard let acceptEncoding else { return false }
    return acceptEncoding.split(separator: ",").map(Wish.init)
        .contains { ($0.range == "gzip" || $0.range == "*") && $0.quality > 0 }
}

private struct Wish {
    let range: String
    /// In thousandths.
    let quality: Int

    init(_ text: Substring) {
        let parts = text.split(separator: ";").map { part in
            String(part.filter { $0 != " " && $0 != "\t" }).lowercased()
        }
        range = parts.first ?? ""
        let given = parts.dropFirst().first { $0.hasPrefix("q=") }?.dropFirst(2)
        quality = given.map(Self.thousandths) ?? 1000
    }

    /// How closely it names a type: the closest range counts.
    var detail: Int { range == "*/*" ? 0 : range.hasSuffix("/*") ? 1 : 2 }

    func fits(_ type: String) -> Bool {
        range == "*/*" || range == type
            || range.hasSuffix("/*") && type.hasPrefix(range.dropLast())
    }

    private static func thousandths(_ text: Substring) -> Int {
        let digits = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = digits.first.flatMap({ Int($0) }), whole == 0 || whole == 1 else {
            return 0
        }
        let rest = digits.count > 1 ? digits[1].prefix(3) : ""
        guard rest.allSatisfy({ $0.isASCII && $0.isNumber }) else { return 0 }
        let padded = rest + String(repeating: "0", count: 3 - rest.count)
        return min(1000, whole * 1000 + (Int(padded) ?? 0))
    }
}
