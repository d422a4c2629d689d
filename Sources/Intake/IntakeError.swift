/// This machine cannot read the file; nothing is wrong with what the partner sent. The run stops.
package enum IntakeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// `errno` of open(2).
    case cannotOpen(path: String, errno: Int32)
    /// `errno` of read(2).
    case cannotRead(path: String, errno: Int32)

    package var description: String {
        switch self {
        case .cannotOpen(let path, let errno): "cannot open \(path) (errno \(errno))"
        case .cannotRead(let path, let errno): "cannot read \(path) (errno \(errno))"
        }
    }
}
