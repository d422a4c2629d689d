package import Roaming

/// A noun, with what was noteworthy about the object it came from.
package struct Decoded<Value: Sendable>: Sendable {
    package var value: Value
    package var findings: [Finding]

    package init(value: Value, findings: [Finding]) {
        self.value = value
        self.findings = findings
    }
}

/// Reads one document of one object: loads, decodes, and checks that nothing follows.
@inline(__always)
func decode<Value>(
    _ bytes: UnsafeRawBufferPointer, using reader: inout JSONReader,
    _ read: (inout JSONReader) throws(Reject) -> Value
) throws(Reject) -> Decoded<Value> {
    try reader.load(bytes)
    guard reader.byte == UInt8(ascii: "{") else {
        var wrong = reader.wrongType("an object")
        if wrong.code == RejectCode.wrongType.rawValue {
            wrong = Reject(.notAnObject, wrong.text, byte: wrong.byte)
        }
        throw wrong
    }
    let value = try read(&reader)
    try reader.finish()
    return Decoded(value: value, findings: reader.notes.findings)
}
