/// A document in memory that may be read a little beyond its end, so that it can be looked at in
/// whole words where it lies.
package struct PaddedBytes {
    /// Bytes behind the document that belong to the same memory. What they hold does not matter.
    package static let padding = 64

    let start: UnsafePointer<UInt8>
    let count: Int

    /// - Precondition: `memory` reaches `padding` bytes beyond `range`.
    package init(_ range: Range<Int>, of memory: UnsafeRawBufferPointer) {
        guard let base = memory.baseAddress, range.lowerBound >= 0,
            range.upperBound <= memory.count - Self.padding
        else { preconditionFailure("a padded document has its padding") }
        start = UnsafePointer((base + range.lowerBound).assumingMemoryBound(to: UInt8.self))
        count = range.count
    }

    var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
}
