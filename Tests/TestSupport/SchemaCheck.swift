import Foundation

/// Holds JSON to a JSON Schema (2020-12), as far as our own schemas go: a word that is not known here is a
/// fault, so that no schema says more than is checked.
package struct SchemaCheck {
    /// What `#/components/schemas/…` refers to.
    private let named: [String: Any]

    /// - Parameter document: of OpenAPI.
    package init(_ document: [String: Any]) {
        let components = document["components"] as? [String: Any]
        named = components?["schemas"] as? [String: Any] ?? [:]
    }

    private static let known: Set = [
        "$ref", "type", "enum", "anyOf", "required", "properties", "additionalProperties", "items",
        "pattern", "format", "description", "minimum", "maximum", "maxItems", "default",
    ]

    /// What is wrong with a value, each with its place; empty when it is of the shape.
    package func faults(in value: Any, by schema: Any, at place: String = "") -> [String] {
        guard let schema = schema as? [String: Any] else { return ["\(place): no schema"] }
        let strange = Set(schema.keys).subtracting(Self.known)
        guard strange.isEmpty else { return ["\(place): \(strange.sorted()) is not checked"] }
        if let reference = schema["$ref"] as? String {
            let name = reference.replacingOccurrences(of: "#/components/schemas/", with: "")
            guard let target = named[name] else { return ["\(place): no \(reference)"] }
            return faults(in: value, by: target, at: place)
        }
        if let shapes = schema["anyOf"] as? [Any] {
            let tries = shapes.map { faults(in: value, by: $0, at: place) }
            if tries.contains(where: \.isEmpty) { return [] }
            return ["\(place): of no shape"] + tries.joined()
        }
        return ofType(value, schema, place) + ofText(value, schema, place)
            + ofObject(value, schema, place) + ofArray(value, schema, place)
    }

    private func ofType(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
        let types = schema["type"] as? [String] ?? (schema["type"] as? String).map { [$0] } ?? []
        guard types.isEmpty || types.contains(where: { Self.is(value, $0) }) else {
            return ["\(place): \(value) is no \(types.joined(separator: " or "))"]
        }
        return []
    }

    private static func `is`(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "null": value is NSNull
        case "string": value is String
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "boolean": Self.written(value) == "c"
        case "integer": Self.written(value).map { !["c", "d", "f"].contains($0) } ?? false
        default: false
        }
    }

    /// A number and a flag are of one class, which keeps how they were written.
    private static func written(_ value: Any) -> String? {
        (value as? NSNumber).map { String(cString: $0.objCType) }
    }

    private func ofText(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
        guard let text = value as? String else { return [] }
        var faults: [String] = []
        if let words = schema["enum"] as? [String], !words.contains(text) {
            faults.append("\(place): \(text) is not one of \(words)")
        }
        var patterns = [schema["pattern"] as? String].compactMap(\.self)
        switch schema["format"] as? String {
        case "date-time":
            patterns.append(
                "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?Z$")
        case "date": patterns.append("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
        default: break
        }
        for pattern in patterns
        where text.range(of: pattern, options: .regularExpression) == nil {
            faults.append("\(place): \(text) is not like \(pattern)")
        }
        return faults
    }

    private func ofObject(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
        guard let object = value as? [String: Any] else { return [] }
        let required = schema["required"] as? [String] ?? []
        var faults = required.filter { object[$0] == nil }.map { "\(place): no \($0)" }
        let properties = schema["properties"] as? [String: Any] ?? [:]
        for (name, member) in object.sorted(by: { $0.key < $1.key }) {
            if let shape = properties[name] {
                faults += self.faults(in: member, by: shape, at: "\(place)/\(name)")
            } else if schema["additionalProperties"] as? Bool == false {
                faults.append("\(place): \(name) is not documented")
            }
        }
        return faults
    }

    private func ofArray(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
        guard let list = value as? [Any], let item = schema["items"] else { return [] }
        return list.enumerated().flatMap {
            faults(in: $0.element, by: item, at: "\(place)/\($0.offset)")
        }
    }
}
