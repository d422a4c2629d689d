package import Roaming

/// A field of an object with the bytes of its value as they came: for whoever changes a document
/// without touching what stays.
package struct JSONMember: Sendable, Hashable {
    package var name: String
    package var value: [UInt8]

    package init(name: String, value: [UInt8]) {
        self.name = name
        self.value = value
    }
}

/// The fields of the one object that the bytes are, in their order.
/// - Throws: what a decoder would say of bytes that are no object, or not well-formed.
package func readMembers(
    _ bytes: [UInt8], using reader: inout JSONReader
) throws(Reject) -> [JSONMember] {
    var members: [JSONMember] = []
    let read = bytes.withUnsafeBytes { raw in
        Result { () throws(Reject) in
            try decode(raw, using: &reader) { (reader) throws(Reject) in
                try reader.enterObject()
                while let key = try reader.nextKey() {
                    let name = key.text
                    members.append(JSONMember(name: name, value: try reader.raw(of: bytes)))
                }
            }
        }
    }
    _ = try read.get()
    return members
}

/// The elements of the one array that the bytes are, each as it came.
/// - Throws: `WRONG_TYPE` for anything but an array.
package func readElements(
    _ bytes: [UInt8], using reader: inout JSONReader
) throws(Reject) -> [[UInt8]] {
    var elements: [[UInt8]] = []
    let read = bytes.withUnsafeBytes { raw in
        Result { () throws(Reject) in
            try reader.load(raw)
            try reader.list { (reader) throws(Reject) in
                elements.append(try reader.raw(of: bytes))
            }
            try reader.finish()
        }
    }
    try read.get()
    return elements
}

/// The text of a value that is a string; nil for any other.
package func readString(_ bytes: [UInt8], using reader: inout JSONReader) -> String? {
    // A string alone is no document to the index, an array of it is.
    let list = [UInt8(ascii: "[")] + bytes + [UInt8(ascii: "]")]
    var text: String?
    list.withUnsafeBytes { raw in
        do throws(Reject) {
            try reader.load(raw)
            try reader.list { (reader) throws(Reject) in text = try reader.string() }
        } catch {
            text = nil
        }
    }
    return text
}

extension JSONReader {
    /// The value that comes next, as it stands in the document, which is then behind the reader.
    fileprivate mutating func raw(of document: [UInt8]) throws(Reject) -> [UInt8] {
        let start = offset
        try skip()
        // The next structural is a comma or bracket; white space may stand before it.
        var end = offset
        while end > start, [0x20, 0x09, 0x0A, 0x0D].contains(document[end - 1]) { end -= 1 }
        return Array(document[start..<end])
    }
}
