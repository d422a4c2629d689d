@testable import Store

extension Connection {
    /// Ends a COPY that was just started without a row; binary needs its header all the same.
    func copyNothing(_ name: String) throws {
        let bytes: [UInt8] =
            Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A] + [UInt8](repeating: 0, count: 9)
            + [0xFF, 0xFF]
        try bytes.withUnsafeBytes { try put($0, name: name) }
        try endCopy(name: name)
    }
}
