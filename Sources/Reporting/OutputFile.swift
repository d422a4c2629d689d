import Glibc

/// A file under a temporary name until it is complete: a reader of the directory never sees half a
/// report, and a killed run leaves only a `.partial` that the next one overwrites.
struct FileName: Sendable, Hashable {
    let directory: String
    let name: String

    var path: String { "\(directory)/\(name)" }
    var partialPath: String { "\(directory)/.\(name).partial" }

    /// Gives the complete file its real name, replacing an older one in the same step.
    func complete() throws(ReportingError) {
        guard rename(partialPath, path) == 0 else { throw .system(path) }
    }

    func discard() { unlink(partialPath) }
}

extension ReportingError {
    /// What the system says about the last call on `path`.
    static func system(_ path: String) -> ReportingError {
        .file(path: path, reason: String(cString: strerror(errno)))
    }
}

/// Buffered output. A class, because it owns the open file and must close it exactly once.
final class OutputFile {
    let name: FileName
    private var stream: UnsafeMutablePointer<FILE>?
    private var buffer: [UInt8] = []

    private static let bufferBytes = 64 * 1024

    init(_ name: FileName) throws(ReportingError) {
        self.name = name
        guard let stream = fopen(name.partialPath, "wb") else { throw .system(name.path) }
        self.stream = stream
        buffer.reserveCapacity(Self.bufferBytes + 4096)
    }

    deinit {
        if let stream { fclose(stream) }
    }

    /// Lets `body` append to the buffer, then writes it out when it is full.
    func write(_ body: (inout [UInt8]) -> Void) throws(ReportingError) {
        body(&buffer)
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    func close() throws(ReportingError) {
        try flush()
        guard let stream else { return }
        self.stream = nil
        guard fclose(stream) == 0 else { throw .system(name.path) }
    }

    private func flush() throws(ReportingError) {
        guard let stream, !buffer.isEmpty else { return }
        guard fwrite(buffer, 1, buffer.count, stream) == buffer.count else {
            throw .system(name.path)
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
