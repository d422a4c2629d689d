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

    static let month = """
        {"type":"object","required":["month","runs","closes"],"additionalProperties":false,\
        "properties":{"month":{"type":"string"},"runs":{"type":"array","items":{"type":"object",\
        "required":["job","id","key"],"additionalProperties":false,"properties":{\
        "job":{"type":"string"},"id":{"type":"string"},"key":{"type":"string"}}}},\
        "closes":{"type":"array","items":{"type":"object","required":["version","hash","closed_at"],\
        "properties":{"version":{"type":"integer"},"place":{"type":"integer"},\
        "lines":{"type":"integer"},"hash":{"type":"string"},"previous":{"type":["string","null"]},\
        "closed_at":{"type":"string","format":"date-time"},\
        "reopened_at":{"type":["string","null"],"format":"date-time"}}}}}}
        """

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
    static func page(of row: String, hasMonth: Bool) -> String {
        let month = hasMonth ? #""month":{"type":"string"},"# : ""
        return """
            {"type":"object","required":["data"],"additionalProperties":false,"properties":{\
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
