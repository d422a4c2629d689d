package import Amounts

/// Something wrong or noteworthy about one record. Work goes on; the finding is stored with it.
package struct Finding: Sendable, Hashable {
    package enum Severity: String, Sendable, Hashable, CaseIterable { case note, warning, error }

    /// Stable, for machines: upper-case words, `TIME_SNAPPED`.
    package let code: String
    package let severity: Severity
    /// JSON Pointer (RFC 6901) into the object, `""` for the whole of it.
    package let pointer: String
    /// Plain words for a finance person: what is the matter, and what was done about it.
    package let text: String
    /// Money at stake, when another permitted reading gives another total.
    package let atStake: ExactDecimal?

    package init(
        _ code: String, _ severity: Severity = .note, at pointer: String = "", _ text: String,
        atStake: ExactDecimal? = nil
    ) {
        self.code = code
        self.severity = severity
        self.pointer = pointer
        self.text = text
        self.atStake = atStake
    }
}

/// A received object (or a whole file) that cannot be taken in.
package struct Reject: Error, Sendable, Hashable {
    /// Stable, for machines: `MISSING_FIELD`, `NOT_JSON`. The list is in `Intake`.
    package let code: String
    /// JSON Pointer into the object, `""` for the whole of it.
    package let pointer: String
    /// Plain words: what is wrong and what the partner should send instead.
    package let text: String
    /// Offset in the object where the trouble was seen, when it has a place.
    package let byte: Int?

    package init(_ code: String, at pointer: String = "", _ text: String, byte: Int? = nil) {
        self.code = code
        self.pointer = pointer
        self.text = text
        self.byte = byte
    }
}
