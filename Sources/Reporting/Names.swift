/// Lower-case letters, digits and hyphens: `CDR lines` → `cdr-lines`. For the sheet's part of a
/// CSV's name.
func slug(_ text: String) -> String {
    var slug = ""
    for byte in text.utf8 {
        switch byte {
        case 48...57, 97...122: slug.unicodeScalars.append(Unicode.Scalar(byte))
        case 65...90: slug.unicodeScalars.append(Unicode.Scalar(byte + 32))
        default: if !slug.isEmpty, !slug.hasSuffix("-") { slug.append("-") }
        }
    }
    while slug.hasSuffix("-") { slug.removeLast() }
    return slug.isEmpty ? "sheet" : slug
}

/// A file name that means the same everywhere, from a text that came from a partner: letters, digits,
/// `-`, `_` and `.` stay, anything else becomes `_`; no leading dot or hyphen, at most 100 characters.
package func fileName(_ text: String) -> String {
    var name = ""
    for scalar in text.unicodeScalars {
        guard name.utf8.count < 100 else { break }
        let ascii = scalar.isASCII ? UInt8(scalar.value) : 0
        switch ascii {
        case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            name.unicodeScalars.append(scalar)
        default: name.append("_")
        }
    }
    guard let first = name.first else { return "_" }
    return first == "." || first == "-" ? "_" + name.dropFirst() : name
}

/// Sheet names as Excel takes them: at most 31 UTF-16 units, none of `[]:*?/\`, no apostrophe at
/// either end, not empty, not `History`, and unique without regard to case.
struct SheetNames {
    private var taken: Set<String> = []

    /// - Parameter part: 2 for the sheet that continues `text` when it has too many rows, and so on.
    mutating func take(_ text: String, part: Int = 1) -> String {
        let base = Self.cleaned(text)
        var number = part
        while true {
            let suffix = number == 1 ? "" : " (\(number))"
            let name = Self.shortened(base, toUnits: 31 - suffix.utf16.count) + suffix
            if taken.insert(name.lowercased()).inserted { return name }
            number += 1
        }
    }

    private static func cleaned(_ text: String) -> String {
        var name = String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    "[]:*?/\\".unicodeScalars.contains(scalar) || scalar.value < 32 ? "_" : scalar
                }))
        while name.hasPrefix("'") || name.hasPrefix(" ") { name.removeFirst() }
        while name.hasSuffix("'") || name.hasSuffix(" ") { name.removeLast() }
        if name.isEmpty { return "Sheet" }
        return name.lowercased() == "history" ? name + "_" : name
    }

    private static func shortened(_ text: String, toUnits limit: Int) -> String {
        var text = text
        while text.utf16.count > limit { text.removeLast() }
        while text.hasSuffix("'") || text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}
