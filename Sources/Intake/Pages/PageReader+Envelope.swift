import Roaming

// The object that a file starts with is an envelope, or itself the one object. It is an envelope
// from the moment it shows `data`, `status_code` or `status_message` before any id.
extension PageReader {
    /// Reads the next field of the object at hand, or its end. While it may still be a single
    /// object, the window's mark holds its first byte.
    func readEnvelope() throws(SourceFault) {
        guard var byte = try skipSpace() else { return stopTruncated() }
        if byte == UInt8(ascii: "}") {
            window.at += 1
            return finishEnvelope()
        }
        if envelope.fields > 0 {
            guard byte == UInt8(ascii: ",") else { return try breakOff(byte) }
            window.at += 1
            guard let next = try skipSpace() else { return stopTruncated() }
            byte = next
        }
        envelope.fields += 1
        guard byte == UInt8(ascii: "\"") else { return try breakOff(byte) }
        guard let name = try readShortString() else { return try breakOffLong() }
        guard let colon = try skipSpace() else { return stopTruncated() }
        guard colon == UInt8(ascii: ":") else { return try breakOff(colon) }
        window.at += 1
        guard let value = try skipSpace() else { return stopTruncated() }
        try readField(name, value)
    }

    private func readField(_ name: String, _ value: UInt8) throws(SourceFault) {
        if !envelope.isSure {
            if name == "id" || name == "uid" { return try readWholeObject() }
            guard Envelope.keys.contains(name) else { return try passField(value) }
            envelope.isSure = true
        }
        window.mark = nil
        switch (name, value) {
        case ("data", UInt8(ascii: "[")):
            envelope.hasData = true
            window.at += 1
            place = .list(.first, isData: true)
        case ("data", UInt8(ascii: "{")):
            envelope.hasData = true
            try readObject()
        case ("status_code", _): envelope.statusCode = try readShortValue(value)
        case ("status_message", _): envelope.statusMessage = try readShortValue(value)
        case ("timestamp", _): envelope.timestamp = try readShortValue(value)
        default: try skipValue(value)
        }
    }

    /// A field of what may yet be an envelope. An object this long is none.
    private func passField(_ value: UInt8) throws(SourceFault) {
        guard !isFarFromMark, let mark = window.mark else { return try readWholeObject() }
        switch value {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return try readWholeObject()
        case UInt8(ascii: "\""): if try readShortString() == nil { return try breakOffLong() }
        default:
            let before = window.at - mark
            try skipScalar()
            guard let mark = window.mark, window.at - mark > before else {
                return try breakOff(value)
            }
        }
    }

    /// It is an object after all: reads it from its first byte.
    private func readWholeObject() throws(SourceFault) {
        guard let mark = window.mark else { preconditionFailure("a single object keeps its mark") }
        window.at = mark
        place = .top
        try readObject()
    }

    /// Something stands where JSON has nothing. A single object is handed on for the decoder to
    /// refuse; an envelope ends here.
    private func breakOff(_ byte: UInt8) throws(SourceFault) {
        guard window.mark == nil else { return try readWholeObject() }
        let offset = window.fileOffset(window.at)
        stop(
            .malformedJSON,
            "The response breaks off at byte \(offset) with \(Self.name(of: byte)); the rest of "
                + "the file is not read.")
    }

    /// A string did not end: with the file, or so far from the mark that this is no envelope.
    private func breakOffLong() throws(SourceFault) {
        guard window.mark != nil else { return stopTruncated() }
        try readWholeObject()
    }

    private func finishEnvelope() {
        place = .top
        guard envelope.isSure else { return keep(upTo: window.at) }
        if let code = envelope.statusCode, envelope.isSuccess == false {
            let message = envelope.statusMessage.map { " (\($0))" } ?? ""
            report(
                .responseError, at: window.at - 1,
                "The response has status_code \(code)\(message): the partner's server reports an "
                    + "error.")
        } else if !envelope.hasData {
            report(.responseWithoutData, at: window.at - 1, "The response has no data.")
        }
    }

    /// A string's first bytes between its quotes, escapes as they stand; nil at the end of the
    /// file, and too far from the mark.
    private func readShortString() throws(SourceFault) -> String? {
        window.at += 1
        var text: [UInt8] = []
        var isEscaped = false
        while let byte = try window.peek(), !isFarFromMark {
            window.at += 1
            if byte == UInt8(ascii: "\""), !isEscaped {
                return String(decoding: text, as: UTF8.self)
            }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            if text.count < 200 { text.append(byte) }
        }
        return nil
    }

    private func readShortValue(_ first: UInt8) throws(SourceFault) -> String? {
        if first == UInt8(ascii: "\"") {
            guard let text = try readShortString() else {
                stopTruncated()
                return nil
            }
            return text
        }
        var text: [UInt8] = []
        while let byte = try window.peek(), Self.isScalar(byte) {
            window.at += 1
            if text.count < 200 { text.append(byte) }
        }
        guard text.isEmpty else {
            let value = String(decoding: text, as: UTF8.self)
            return value == "null" ? nil : value
        }
        try skipValue(first)
        return nil
    }

    private func skipScalar() throws(SourceFault) {
        while let byte = try window.peek(), Self.isScalar(byte), !isFarFromMark {
            window.at += 1
        }
    }

    static func isScalar(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte) || (65...90).contains(byte)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
    }
}
