import Foundation

/// An HTTP answer as it came over the wire.
struct RawAnswer: Sendable {
    var status = 0
    /// Lower-case names.
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    var text: String { String(decoding: body, as: UTF8.self) }
}

/// HTTP/1.1 by hand over a socket of its own, so that a test can send what no client would.
enum RawHTTP {
    struct Broken: Error { let what: String }

    /// - Parameters:
    ///   - head: lines of the request without the last empty one; Host and Connection are added.
    ///   - pause: milliseconds between the head and the body.
    static func ask(
        _ port: Int, _ head: [String], body: [UInt8] = [], pause: Int = 0
    ) async throws -> RawAnswer {
        try await withCheckedThrowingContinuation { continuation in
            // Not on the threads the server's tasks run on.
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result { try exchange(port, head, body: body, pause: pause) })
            }
        }
    }

    private static func exchange(
        _ port: Int, _ head: [String], body: [UInt8], pause: Int
    ) throws -> RawAnswer {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(file) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Broken(what: "no connection") }
        // All tests share two threads, and some hold theirs for minutes.
        var patience = timeval(tv_sec: 600, tv_usec: 0)
        setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let lines = head + ["Host: 127.0.0.1", "Connection: close", "", ""]
        send(file, Array(lines.joined(separator: "\r\n").utf8))
        if pause > 0 { usleep(UInt32(pause) * 1000) }
        send(file, body)
        return try read(file)
    }

    private static func send(_ file: Int32, _ bytes: [UInt8]) {
        var at = 0
        while at < bytes.count {
            let sent = bytes[at...].withUnsafeBytes {
                Foundation.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return }
            at += sent
        }
    }

    private static func read(_ file: Int32) throws -> RawAnswer {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(file, &piece, piece.count, 0)
            guard count > 0 else { break }
            bytes += piece[..<count]
        }
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
            throw Broken(what: "no answer")
        }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
            .components(separatedBy: "\r\n")
        var answer = RawAnswer(status: Int(lines[0].split(separator: " ")[1]) ?? 0)
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            answer.headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        answer.body = Array(bytes[end.upperBound...])
        if answer.headers["transfer-encoding"] == "chunked" {
            answer.body = try joined(answer.body)
        }
        return answer
    }

    /// RFC 9112 §7.1.
    private static func joined(_ chunks: [UInt8]) throws -> [UInt8] {
        var out: [UInt8] = []
        var rest = chunks[...]
        while let end = rest.firstRange(of: Array("\r\n".utf8)) {
            let size = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16)
            guard let size, rest.count >= end.upperBound - rest.startIndex + size else { break }
            if size == 0 { return out }
            out += rest[end.upperBound..<end.upperBound + size]
            rest = rest[(end.upperBound + size + 2)...]
        }
        throw Broken(what: "the answer broke off")
    }
}
