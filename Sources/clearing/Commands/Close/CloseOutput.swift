import Hashing
import Roaming
import Store

extension CloseResult {
    var json: JSONValue {
        .object([
            ("month", .string(month.description)), ("version", .integer(version)),
            ("state", .string(state.rawValue)), ("by", .text(decision?.who)),
            ("at", .text(decision?.at.description)), ("close", close?.json ?? .null),
            ("without_owner", .integer(exceptionCount)),
            ("exceptions", .array(exceptions.map(\.json))),
        ])
    }

    var text: String {
        let who = decision.map { "\($0.who), \($0.at)" } ?? "?"
        var text = "\(month) version \(version): \(state.rawValue) by \(who.printable)\n"
        if let close {
            text += "hash \(close.hashText)\n\(close.lines) lines\n"
        } else if exceptionCount > 0 {
            text += "\(exceptionCount) exceptions have neither a dispute nor an owner:\n"
            text += exceptions.listed(of: exceptionCount)
        } else {
            text += "nothing is in the way of the approval by a second person\n"
        }
        return text
    }
}

extension [OpenException] {
    func listed(of count: Int) -> String {
        map { "  \($0.words)\n" }.joined()
            + (count > self.count ? "  … and \(count - self.count) more\n" : "")
    }
}

extension OpenException {
    var json: JSONValue {
        .object([
            ("disposition", .string(disposition.rawValue)), ("side", .string(side.rawValue)),
            ("counterparty", .text(counterparty)), ("cdr_id", .text(cdrID)),
            ("session_id", .text(sessionID)), ("currency", .text(currency)),
            ("disputed", .amount(disputed)),
        ])
    }
}

extension StoredClose {
    var hashText: String { Digest(bytes: hash)?.description ?? "?" }

    var json: JSONValue {
        func hex(_ bytes: [UInt8]) -> JSONValue { .text(Digest(bytes: bytes)?.description) }
        return .object([
            ("month", .string(month.description)), ("version", .integer(version)),
            ("state", .string(stands ? "closed" : "reopened")), ("position", .integer(position)),
            ("hash", hex(hash)), ("previous", hex(previous)), ("lines", .integer(lines)),
            ("lines_root", hex(linesRoot)), ("books_root", hex(booksRoot)),
            ("rules", .string(rulesHash)), ("build", .string(build)), ("fx", .string(fxHash)),
        ])
    }
}

extension CloseEvent {
    var json: JSONValue {
        .object([
            ("kind", .string(kind.rawValue)), ("version", .integer(version)),
            ("by", .string(who)), ("at", .string(at.description)), ("why", .string(why)),
            ("owner", .text(owner)), ("side", .text(scope.side?.rawValue)),
            ("counterparty", .text(scope.counterparty?.description)),
            ("disposition", .text(scope.disposition?.rawValue)),
            ("cdr_id", .text(scope.cdrID)), ("session_id", .text(scope.sessionID)),
            ("document", .text(document)),
        ])
    }

    /// One line of a month's history.
    var text: String {
        let scopes = [
            scope.side?.rawValue, scope.counterparty?.description, scope.disposition?.rawValue,
            scope.cdrID.map { "CDR \($0)" }, scope.sessionID.map { "session \($0)" },
        ].compactMap { $0 }
        var parts = ["\(at)", kind.rawValue.split(separator: "_").joined(separator: " "), who]
        if let owner { parts.append("to \(owner)") }
        if !scopes.isEmpty { parts.append(scopes.joined(separator: " ")) }
        if let document { parts.append(document) }
        if !why.isEmpty { parts.append("(\(why))") }
        return "v\(version)  \(parts.joined(separator: "  "))".printable
    }
}
