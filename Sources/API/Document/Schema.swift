import Store

/// JSON Schema (2020-12, as OpenAPI 3.1 has it) of what the API answers.
enum Schema {
    static let strings = #"{"type":"array","items":{"type":"string"}}"#

    static let status =
        #"{"type":"object","required":["status"],"additionalProperties":false,"properties":{"status":{"type":"string"}}}"#

    static let ready = """
        {"type":"object","required":["status","last_settled_month"],"additionalProperties":false,\
        "properties":{"status":{"type":"string"},"last_settled_month":{"type":["string","null"]}}}
        """

    static let token = """
        {"type":"object","required":["access_token","token_type","expires_in","scope"],\
        "additionalProperties":false,"properties":{"access_token":{"type":"string"},\
        "token_type":{"type":"string","enum":["Bearer"]},"expires_in":{"type":"integer"},\
        "scope":{"type":"string"}}}
        """

    static let oauthError = """
        {"type":"object","required":["error","error_description"],"additionalProperties":false,\
        "properties":{"error":{"type":"string"},"error_description":{"type":"string"}}}
        """

    static let problem = """
        {"type":"object","required":["type","title","status","detail","request_id"],\
        "additionalProperties":false,"properties":{"type":{"type":"string","enum":[\
        \(Problem.Kind.allCases.map { "\"/problems/\($0.rawValue)\"" }.joined(separator: ","))]},\
        "title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"},\
        "pointer":{"type":"string"},"request_id":{"type":"string"}}}
        """

    static let priceRequest = """
        {"type":"object","required":["cdr"],"properties":{\
        "cdr":{"type":"object","description":"As in OCPI 2.1.1, 2.2.1 or 2.3.0."},\
        "tariff":{"type":"object","description":"As in OCPI; the CDR's own otherwise."},\
        "tariffs":{"type":"array","items":{"type":"object"},"maxItems":100},\
        "time_zone":{"type":"string","description":"IANA time zone of the location."}}}
        """

    /// What a close froze is given exactly: rows of a run are added once and never changed. Not given is
    /// what later versions, disputes and payments made of it, nor the lines of a version that was
    /// reopened.
    static let month = described(
        object([
            "month": text, "as_of": wholeOrNull,
            "runs": array(of: object(["job": text, "id": text, "key": text])),
            "closes": array(of: close),
            "totals": array(of: row(of: .totals)), "positions": array(of: row(of: .positions)),
            "statements": array(of: row(of: .statements)), "payouts": array(of: row(of: .payouts)),
        ]),
        "With as_of, the runs and figures are exactly those that this version of the close froze, also"
            + " when it was reopened since; what came later (disputes decided, payments, another"
            + " version) does not show, and its lines are not listed. Without, those that stand."
            + " Figures are of what the client may see.")

    private static let close = object([
        "version": whole, "place": whole, "lines": wholeOrNull, "rules_hash": text, "build": text,
        "lines_root": text, "previous": textOrNull, "hash": text, "drafted_by": textOrNull,
        "approved_by": textOrNull, "closed_at": instant, "reopened_by": textOrNull,
        "reopened_at": instantOrNull, "reopened_why": textOrNull,
    ])

    static let monthExample = """
        {"month":"2026-10","as_of":null,"runs":[{"job":"settle","id":"4","key":"9f2c…"}],"closes":[],\
        "totals":[\(example(of: .totals))],"positions":[\(example(of: .positions))],\
        "statements":[\(example(of: .statements))],"payouts":[\(example(of: .payouts))]}
        """

    private static func described(_ schema: String, _ meaning: String) -> String {
        var out = JSONOutput()
        out.string(meaning)
        return "{\"description\":\(String(decoding: out.bytes, as: UTF8.self)),"
            + schema.dropFirst()
    }

    /// - Parameter properties: JSON of the properties of an item.
    static func list(_ properties: String, required: [String]) -> String {
        let names = required.map { "\"\($0)\"" }.joined(separator: ",")
        return """
            {"type":"object","required":["data"],"additionalProperties":false,"properties":{\
            "data":{"type":"array","items":{"type":"object","required":[\(names)],\
            "additionalProperties":false,"properties":\(properties)}}}}
            """
    }

    static func row(of listing: Listing) -> String {
        let names = listing.fields.map { "\"\($0.name)\"" }.joined(separator: ",")
        let properties = listing.fields.map { "\"\($0.name)\":\(property($0))" }
        return """
            {"type":"object","required":[\(names)],"additionalProperties":false,"properties":{\
            \(properties.joined(separator: ","))}}
            """
    }

    /// - Parameter hasMonth: it says which month its rows are of, unless nothing was cleared yet.
    /// - Parameter isOfMonth: it always does.
    static func page(of row: String, hasMonth: Bool, isOfMonth: Bool = false) -> String {
        let month = hasMonth ? #""month":{"type":"string"},"# : ""
        let required = isOfMonth ? #""month","data""# : #""data""#
        return """
            {"type":"object","required":[\(required)],"additionalProperties":false,"properties":{\
            \(month)"data":{"type":"array","items":\(row)}}}
            """
    }

    private static func property(_ field: Listing.Field) -> String {
        let (type, rest) = parts(field.kind)
        let types = field.isOptional ? #"["\#(type)","null"]"# : "\"\(type)\""
        var meaning = JSONOutput()
        meaning.string(field.meaning)
        return
            #"{"type":\#(types)\#(rest),"description":\#(String(decoding: meaning.bytes, as: UTF8.self))}"#
    }

    private static func parts(_ kind: Listing.Field.Kind) -> (type: String, rest: String) {
        switch kind {
        case .text: ("string", "")
        case .count, .number: ("integer", "")
        case .flag: ("boolean", "")
        case .month: ("string", #","pattern":"^[0-9]{4}-[0-9]{2}$""#)
        case .day: ("string", #","format":"date""#)
        case .instant: ("string", #","format":"date-time""#)
        case .amount, .quantity: ("string", #","pattern":"^-?[0-9]+([.][0-9]+)?$""#)
        }
    }

    /// A row as it could be.
    static func example(of listing: Listing) -> String {
        let members = listing.fields.map { field in
            let value =
                switch field.kind {
                case .text: field.name == "currency" ? "\"INR\"" : "\"…\""
                case .count, .number: "1"
                case .flag: "true"
                case .month: "\"2026-10\""
                case .day: "\"2026-10-31\""
                case .instant: "\"2026-10-31T18:29:59Z\""
                case .amount: "\"25.00\""
                case .quantity: "\"12.345\""
                }
            return "\"\(field.name)\":\(value)"
        }
        return "{\(members.joined(separator: ","))}"
    }
}
