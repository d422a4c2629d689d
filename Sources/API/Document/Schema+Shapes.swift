import Store

/// Shapes of what is computed: prices, tariffs, audits. Named ones are referred to, and stand once in the
/// document.
extension Schema {
    static let named: KeyValuePairs<String, String> = [
        "Price": price, "Workings": workings, "Finding": finding, "Document": document,
    ]

    static let text = #"{"type":"string"}"#
    static let textOrNull = #"{"type":["string","null"]}"#
    static let whole = #"{"type":"integer"}"#
    static let wholeOrNull = #"{"type":["integer","null"]}"#
    static let flag = #"{"type":"boolean"}"#
    static let flagOrNull = #"{"type":["boolean","null"]}"#
    static let instant = #"{"type":"string","format":"date-time"}"#
    static let instantOrNull = #"{"type":["string","null"],"format":"date-time"}"#
    static let amount = #"{"type":"string","pattern":"^-?[0-9]+([.][0-9]+)?$"}"#
    static let amountOrNull = #"{"type":["string","null"],"pattern":"^-?[0-9]+([.][0-9]+)?$"}"#
    /// A decimal where it ends, else n/d.
    static let exact = #"{"type":"string","pattern":"^-?[0-9]+([.][0-9]+)?(/[0-9]+)?$"}"#
    static let exactOrNull =
        #"{"type":["string","null"],"pattern":"^-?[0-9]+([.][0-9]+)?(/[0-9]+)?$"}"#

    static func referring(to name: String) -> String {
        ##"{"$ref":"#/components/schemas/\##(name)"}"##
    }

    /// An object with these members and no others.
    static func object(
        _ members: KeyValuePairs<String, String>, optional: Set<String> = []
    ) -> String {
        let required = members.map(\.key).filter { !optional.contains($0) }
        let names = required.map { "\"\($0)\"" }.joined(separator: ",")
        let properties = members.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
        return """
            {"type":"object","required":[\(names)],"additionalProperties":false,\
            "properties":{\(properties)}}
            """
    }

    static func array(of item: String) -> String { #"{"type":"array","items":\#(item)}"# }

    static func either(_ shapes: String...) -> String {
        #"{"anyOf":[\#(shapes.joined(separator: ","))]}"#
    }

    static func orNull(_ shape: String) -> String { either(shape, #"{"type":"null"}"#) }

    static func words(_ words: String...) -> String {
        #"{"type":"string","enum":["\#(words.joined(separator: #"",""#))"]}"#
    }

    private static let money = object(["before_tax": amountOrNull, "after_tax": amountOrNull])
    private static let exactMoney = object(["before_tax": exactOrNull, "after_tax": exactOrNull])
    private static let severity = words("note", "warning", "error")
    private static let category = words(
        "total_cost", "total_fixed_cost", "total_energy_cost", "total_time_cost",
        "total_parking_cost", "total_reservation_cost")

    private static let finding = object(
        [
            "code": text, "severity": severity, "pointer": text, "text": text,
            "at_stake": amountOrNull,
        ], optional: ["at_stake"])

    private static let step = object(
        [
            "period": whole, "from": instant, "dimension": text, "category": category,
            "tariff": textOrNull, "element": wholeOrNull, "component": wholeOrNull,
            "price": amount, "vat": amountOrNull, "step_size": wholeOrNull,
            "unit": words("kWh", "s", "once"), "volume_sent": exact, "volume_snapped": exact,
            "volume_billed": exact, "step_applied": wholeOrNull, "before_tax": exactOrNull,
            "after_tax": exactOrNull,
            "skipped": array(of: object(["element": whole, "reason": text])),
        ], optional: ["price", "vat", "step_size"])

    /// min_price, max_price and what else bounds a price.
    private static let bound = object([
        "cause": text, "before_tax": exactOrNull, "after_tax": exactOrNull,
    ])

    private static let causes = array(of: object(["cause": text, "amount": exact]))

    private static let compared = object([
        "agrees": flag,
        "fields": array(
            of: object(
                [
                    "field": text, "side": words("before_tax", "after_tax"),
                    "unit": words("kWh", "h"), "claimed": amount, "ours": exactOrNull,
                    "difference": exactOrNull, "agrees": flagOrNull, "causes": causes,
                    "reading": textOrNull,
                ], optional: ["side", "unit", "reading"])),
        "explanation": orNull(
            object([
                "readings": strings, "permitted": flag, "rounding": textOrNull,
                "explains": words("all", "total_cost"),
            ])),
    ])

    /// A price with its working, or why there is none.
    private static let price = either(
        object([
            "unpriceable": object(["code": text, "pointer": text, "text": text])
        ]),
        object(
            [
                "currency": text, "total_cost": money, "total_fixed_cost": money,
                "total_energy_cost": money, "total_time_cost": money, "total_parking_cost": money,
                "total_reservation_cost": money,
                "exact": object([
                    "total_cost": exactMoney, "total_fixed_cost": exactMoney,
                    "total_energy_cost": exactMoney, "total_time_cost": exactMoney,
                    "total_parking_cost": exactMoney, "total_reservation_cost": exactMoney,
                ]),
                "notes": array(of: referring(to: "Finding")),
                "working": array(of: either(step, bound)),
                "taxes": array(of: object(["vat": amount, "amount": exact])),
                "verification": compared,
            ], optional: ["taxes", "verification"]))

    /// Both sides' prices of one CDR.
    private static let workings = orNull(
        object([
            "claimed": orNull(money), "ours": referring(to: "Price"),
            "by_the_tariff_in_the_cdr": orNull(referring(to: "Price")),
            "stored": orNull(
                object([
                    "currency": textOrNull, "total": money, "unpriceable": textOrNull,
                    "text": textOrNull,
                ])),
        ]))

    private static let document = object([
        "sha256": text, "bytes": whole, "hub": text, "ocpi": textOrNull, "version": whole,
        "last_updated": instantOrNull, "received_in": text, "text": text,
    ])

    static let tariff = object([
        "hub": text, "version": whole, "sha256": text, "last_updated": instantOrNull,
        "tariff": #"{"type":"object","description":"As received."}"#, "explanation": textOrNull,
        "lint": object([
            "tariff": textOrNull, "errors": whole,
            "findings": array(
                of: object([
                    "code": text, "severity": severity, "pointer": text, "text": text,
                    "why": text, "advice": text,
                ])),
        ]),
    ])

    static let keys = object([
        "keys": array(
            of: object([
                "kty": words("EC"), "use": words("sig"), "alg": words("ES256"),
                "crv": words("P-256"), "kid": text, "x": text, "y": text,
            ]))
    ])

    /// The document of the API itself, as far as this API says anything about it.
    static let openAPI = """
        {"type":"object","required":["openapi","info","paths","components"],"properties":{\
        "openapi":{"type":"string","enum":["3.1.0"]},"info":{"type":"object","required":["title",\
        "version"]},"paths":{"type":"object"},"components":{"type":"object"}}}
        """
}
