package import Hashing

/// SHA-256 of a file as it lies on disk, read in pieces.
package func digest(ofFile path: String) throws(IntakeError) -> Digest {
    var file = try OpenFile(path: path)
    var digester = Digester()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    while case let count = try file.read(into: buffer), count > 0 {
        digester.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
    return digester.finish()
}
