import Glibc

/// A file open for reading; closed when it goes.
struct OpenFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    init(path: String) throws(IntakeError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        self.path = path
        guard descriptor >= 0 else { throw .cannotOpen(path: path, errno: errno) }
    }

    deinit { close(descriptor) }

    /// Reads what is there, at most the buffer's size; 0 at the end of the file.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw .cannotRead(path: path, errno: errno) }
        }
    }
}
