import Foundation
import Synchronization

/// The log of a server: lines go out in the order they came, together, at the latest after a twentieth of a
/// second, so that no request waits for the disk. A process that is killed may lose as much.
///
/// A class, because a thread of its own writes.
final class LogWriter: Sendable {
    /// When whoever reads the log is slow, requests wait at this many bytes.
    private static let most = 1 << 20
    private static let pauseMicroseconds: UInt32 = 50_000

    private let file: Int32
    private let waiting = Mutex([UInt8]())
    /// Held while bytes go out, so that none overtake others.
    private let outlet = Mutex(())

    /// - Parameter file: its descriptor.
    init(_ file: Int32) {
        self.file = file
        let thread = Thread { [weak self] in
            while let self {
                self.flush()
                usleep(Self.pauseMicroseconds)
            }
        }
        thread.start()
    }

    func write(_ line: String) {
        let isFull = waiting.withLock { bytes in
            bytes.append(contentsOf: line.utf8)
            bytes.append(UInt8(ascii: "\n"))
            return bytes.count >= Self.most
        }
        if isFull { flush() }
    }

    /// Writes what waits.
    func flush() {
        outlet.withLock { _ in
            let bytes = waiting.withLock { bytes in
                defer { bytes = [] }
                return bytes
            }
            bytes.withUnsafeBytes { Self.write($0, to: file) }
        }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) {
        var rest = bytes
        while !rest.isEmpty {
            let count = Foundation.write(file, rest.baseAddress, rest.count)
            // Nobody can be told that the log is gone.
            guard count > 0 || errno == EINTR else { return }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(0, count)))
        }
    }
}
