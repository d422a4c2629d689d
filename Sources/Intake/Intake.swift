// Bytes in, nouns out: files become pages of raw objects, raw objects become `Roaming` nouns.
//
// `PageReader` streams a file (plain or gzip; envelope, array, object, one object per line) into
// pages of byte-exact objects with their SHA-256. `decodeCDR` and its siblings read one object.
// What a partner got wrong is a `Reject` (the object is refused) or a `Finding` (taken in, noted);
// `RejectCode` and `FindingCode` list them. `IntakeError` is for a file this machine cannot read.

/// The OCPI module an object belongs to, which is also the folder it is found in.
package enum Module: String, Sendable, Hashable, CaseIterable {
    case cdrs, tariffs, sessions, locations, tokens
}
