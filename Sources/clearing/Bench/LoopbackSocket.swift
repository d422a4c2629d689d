import Foundation

/// A TCP connection to a server on this machine, which blocks. Closed with its last user.
final class LoopbackSocket {
    let file: Int32

    init(port: Int) throws {
        file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            close(file)
            throw Failure.unavailable("nobody answers at port \(port)")
        }
        var isOn: Int32 = 1
        setsockopt(
            file, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(file) }

    func send(_ bytes: [UInt8]) throws {
        var at = 0
        while at < bytes.count {
            let sent = bytes[at...].withUnsafeBytes {
                Foundation.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { throw Failure.unavailable("the server hung up") }
            at += sent
        }
    }

    /// - Returns: how many bytes came; they stand at the start of `room`.
    func receive(into room: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = recv(file, room.baseAddress, room.count, 0)
        guard count > 0 else { throw Failure.unavailable("the server hung up") }
        return count
    }
}
