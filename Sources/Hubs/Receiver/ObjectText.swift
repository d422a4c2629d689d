package import Intake
package import Roaming

/// A JSON object that is changed field by field while every other byte of its values stays: what a
/// partner PATCHes must not lose a digit of what it does not name.
package struct ObjectText: Sendable, Hashable {
    package private(set) var members: [JSONMember]

    package init(_ bytes: [UInt8], using reader: inout JSONReader) throws(Reject) {
        members = try readMembers(bytes, using: &reader)
    }

    package subscript(name: String) -> [UInt8]? { members.first { $0.name == name }?.value }

    /// In its place when the field is there, behind the others when it is not.
    package mutating func set(_ name: String, _ value: [UInt8]) {
        if let index = members.firstIndex(where: { $0.name == name }) {
            members[index].value = value
        } else {
            members.append(JSONMember(name: name, value: value))
        }
    }

    package var bytes: [UInt8] {
        var out: [UInt8] = [UInt8(ascii: "{")]
        for member in members {
            if out.count > 1 { out.append(UInt8(ascii: ",")) }
            out += JSONText.quoted(member.name).utf8
            out.append(UInt8(ascii: ":"))
            out += member.value
        }
        out.append(UInt8(ascii: "}"))
        return out
    }

    /// The same with the fields of `patch` in place of its own (transport_and_format, PATCH: "Any
    /// fields that are left out remain unchanged").
    package func patched(_ patch: ObjectText) -> ObjectText {
        var merged = self
        for member in patch.members { merged.set(member.name, member.value) }
        return merged
    }

    /// The elements of a list; none when the field is missing or null.
    /// - Throws: `WRONG_TYPE` at the field when it is something else.
    func list(_ name: String, using reader: inout JSONReader) throws(Reject) -> [[UInt8]] {
        guard let value = self[name], value != Array("null".utf8) else { return [] }
        do throws(Reject) { return try readElements(value, using: &reader) } catch {
            throw Reject(error.code, at: "/" + name + error.pointer, error.text)
        }
    }

    mutating func set(_ name: String, list: [[UInt8]]) {
        var out: [UInt8] = [UInt8(ascii: "[")]
        for (index, element) in list.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            out += element
        }
        out.append(UInt8(ascii: "]"))
        set(name, out)
    }
}

// Parts of a location: an EVSE by its `uid`, a connector by its `id` (mod_locations).
extension ObjectText {
    /// Where an element of a list stands, by an id that is a CiString.
    func place(
        of id: String, in list: [[UInt8]], by name: String, using reader: inout JSONReader
    ) throws(Reject) -> Int? {
        let wanted = Identifier.folded(id)
        for (index, element) in list.enumerated() {
            let object = try ObjectText(element, using: &reader)
            let found = object[name].flatMap { readString($0, using: &reader) }
            if let found, Identifier.folded(found) == wanted { return index }
        }
        return nil
    }

    /// The part of this object with the id; nil when there is none.
    package func part(
        _ id: String, of list: String, by name: String, using reader: inout JSONReader
    ) throws(Reject) -> ObjectText? {
        let elements = try self.list(list, using: &reader)
        guard let index = try place(of: id, in: elements, by: name, using: &reader) else {
            return nil
        }
        return try ObjectText(elements[index], using: &reader)
    }

    /// The same with the part in place of the one with its id, or behind the others.
    package func with(
        _ part: ObjectText, _ id: String, in list: String, by name: String,
        using reader: inout JSONReader
    ) throws(Reject) -> ObjectText {
        var elements = try self.list(list, using: &reader)
        if let index = try place(of: id, in: elements, by: name, using: &reader) {
            elements[index] = part.bytes
        } else {
            elements.append(part.bytes)
        }
        var changed = self
        changed.set(list, list: elements)
        return changed
    }
}
