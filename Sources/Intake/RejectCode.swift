import Roaming

/// Why a file or an object is refused, from the outside in: the file, one object's bytes, what it
/// says. An object is refused for the first thing wrong in it, in the order of its bytes; fields
/// that are not there come last. Each code has its folder of cases in Tests/Cases/intake.
package enum RejectCode: String, Sendable, Hashable, CaseIterable {
    // The file
    /// Not a byte in it.
    case emptyFile = "EMPTY_FILE"
    /// Starts like gzip and does not unpack.
    case gzipCorrupt = "GZIP_CORRUPT"
    /// Unpacked longer than `Limits.fileBytes`.
    case fileTooLarge = "FILE_TOO_LARGE"
    /// Starts with something no JSON document starts with (HTML, binary).
    case notJSON = "NOT_JSON"
    /// A response whose `status_code` is not 1xxx: the partner's server reports an error.
    case responseError = "RESPONSE_ERROR"
    /// A response without `data`.
    case responseWithoutData = "RESPONSE_WITHOUT_DATA"
    /// Ends in the middle of an object.
    case truncated = "TRUNCATED"

    // One object's bytes
    case objectTooLarge = "OBJECT_TOO_LARGE"
    case notAnObject = "NOT_AN_OBJECT"
    case invalidUTF8 = "INVALID_UTF8"
    case malformedJSON = "MALFORMED_JSON"
    case tooDeep = "TOO_DEEP"
    /// One object names a field twice; which one counts is anybody's guess.
    case duplicateKey = "DUPLICATE_KEY"

    // What the object says
    /// A field that is almost one OCPI defines, where ignoring it would change a price.
    case misnamedField = "MISNAMED_FIELD"
    case missingField = "MISSING_FIELD"
    case wrongType = "WRONG_TYPE"
    case emptyValue = "EMPTY_VALUE"
    case textTooLong = "TEXT_TOO_LONG"
    /// A string with U+0000 or half a surrogate pair, which no database stores.
    case badText = "BAD_TEXT"
    /// No number, or one outside what the field or the exact type can hold.
    case badNumber = "BAD_NUMBER"
    case badDate = "BAD_DATE"
    case badParty = "BAD_PARTY"
    case badCurrency = "BAD_CURRENCY"
    /// Not one of the values OCPI defines, where guessing would change a price.
    case unknownValue = "UNKNOWN_VALUE"
}

extension Reject {
    init(_ code: RejectCode, at pointer: String = "", _ text: String, byte: Int? = nil) {
        self.init(code.rawValue, at: pointer, text, byte: byte)
    }
}
