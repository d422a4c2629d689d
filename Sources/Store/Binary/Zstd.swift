import CZstd

/// Page bodies are kept with zstd level 1: eight times smaller at almost a gigabyte a second, and
/// the same bytes for the same input with one version of the library.
enum Zstd {
    static func compress(_ bytes: [UInt8]) -> [UInt8] {
        let bound = ZSTD_compressBound(bytes.count)
        return [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            count = bytes.withUnsafeBytes { source in
                ZSTD_compress(buffer.baseAddress, bound, source.baseAddress, source.count, 1)
            }
            precondition(ZSTD_isError(count) == 0, "compressing into a large enough buffer")
        }
    }

    /// Nil when the bytes are damaged or do not come to `size` bytes.
    static func expand(_ bytes: UnsafeRawBufferPointer, size: Int) -> [UInt8]? {
        var written = 0
        let expanded = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            written = ZSTD_decompress(
                buffer.baseAddress, size, bytes.baseAddress, bytes.count)
            count = ZSTD_isError(written) == 0 ? written : 0
        }
        return expanded.count == size ? expanded : nil
    }
}
