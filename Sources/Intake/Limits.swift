/// How much a partner may send before intake stops listening. None of them is near anything real:
/// they keep a broken or hostile file from taking memory or time from the rest.
package struct Limits: Sendable, Hashable {
    /// Of one object. A CDR with a period a minute for a week has 3 MB.
    package var objectBytes = 16 << 20
    /// Brackets open at once within one object.
    package var depth = 64
    /// Of a file, after unpacking.
    package var fileBytes: Int64 = 64 << 30
    /// Objects on one page.
    package var pageObjects = 1000
    /// Bytes of objects on one page, unless a single one is larger.
    package var pageBytes = 2 << 20
    /// UTF-8 bytes of an id or name. OCPI allows 255 at most, and a database index about 2,700.
    package static let textBytes = 255
    /// Of a partner's statement: a million lines have 200 MB.
    package static let statementBytes = 256 << 20
    /// Fields of one object. OCPI's largest has 40.
    package static let fields = 1000
    /// Distinct findings kept with one object.
    package static let findings = 32

    package init() {}
}
