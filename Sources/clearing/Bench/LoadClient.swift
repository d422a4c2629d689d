import Foundation

/// Asks for one path after the other over connections that stay open, on each the next as soon as the last
/// was answered. One thread and one buffer: it has to take little of the machine that it measures.
struct LoadClient {
    /// What came of it.
    struct Load {
        var requests = 0
        var nanoseconds: UInt64 = 0
        /// Of each request, in nanoseconds, in the order of the answers.
        var latencies: [UInt64] = []

        var perSecond: Int { Int(UInt64(requests) * 1_000_000_000 / max(1, nanoseconds)) }

        /// In microseconds: so many hundredths of the requests were answered at least as fast.
        func microseconds(percent: Int) -> Int {
            let sorted = latencies.sorted()
            guard !sorted.isEmpty else { return 0 }
            return Int(sorted[min(sorted.count - 1, sorted.count * percent / 100)] / 1000)
        }
    }

    private struct Line {
        let socket: LoopbackSocket
        var sentAt: UInt64 = 0
        /// Of an answer that is not there as a whole.
        var begun: [UInt8] = []
    }

    let port: Int
    /// Whole requests.
    let requests: [[UInt8]]

    init(port: Int, paths: [String], headers: [String]) {
        self.port = port
        requests = paths.map { Self.request($0, headers) }
    }

    /// - Parameter connections: how many are open.
    func run(connections: Int, seconds: Int) throws -> Load {
        var lines = try (0..<connections).map { _ in Line(socket: try LoopbackSocket(port: port)) }
        var waits = lines.map { pollfd(fd: $0.socket.file, events: Int16(POLLIN), revents: 0) }
        var load = Load()
        let begin = DispatchTime.now().uptimeNanoseconds
        let end = begin + UInt64(seconds * 1_000_000_000)
        for index in lines.indices { try ask(&lines[index], index) }
        var (next, now) = (lines.count, begin)
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 8)
        defer { room.deallocate() }
        while now < end {
            guard poll(&waits, nfds_t(waits.count), 30_000) > 0 else {
                throw Failure.unavailable("the server answered nothing for 30 seconds")
            }
            for index in lines.indices where waits[index].revents != 0 {
                let count = try lines[index].socket.receive(into: room)
                guard
                    try isWhole(UnsafeRawBufferPointer(rebasing: room[..<count]), &lines[index])
                else { continue }
                now = DispatchTime.now().uptimeNanoseconds
                load.latencies.append(now - lines[index].sentAt)
                load.requests += 1
                try ask(&lines[index], next)
                next += 1
            }
        }
        load.nanoseconds = now - begin
        return load
    }

    private func ask(_ line: inout Line, _ number: Int) throws {
        line.sentAt = DispatchTime.now().uptimeNanoseconds
        try line.socket.send(requests[number % requests.count])
    }

    /// - Throws: when it is not the good answer of HTTP/1.1 with a length.
    private func isWhole(_ bytes: UnsafeRawBufferPointer, _ line: inout Line) throws -> Bool {
        if line.begun.isEmpty {
            if let length = try Self.length(bytes) { return bytes.count >= length }
            line.begun = Array(bytes)
            return false
        }
        line.begun += bytes
        let length = try line.begun.withUnsafeBytes { try Self.length($0) }
        guard let length, line.begun.count >= length else { return false }
        line.begun = []
        return true
    }

    static func request(_ path: String, _ headers: [String]) -> [UInt8] {
        let lines = ["GET \(path) HTTP/1.1", "Host: 127.0.0.1"] + headers + ["", ""]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    /// Of the whole answer; nil while its head is not there.
    private static func length(_ bytes: UnsafeRawBufferPointer) throws -> Int? {
        var (start, length) = (0, Int?.none)
        for at in bytes.indices where bytes[at] == UInt8(ascii: "\n") {
            let line = UnsafeRawBufferPointer(rebasing: bytes[start..<at])
            if start == 0, !line.starts(with: "HTTP/1.1 200".utf8) {
                throw Failure.unavailable(
                    "the server answered \(String(decoding: line, as: UTF8.self))")
            }
            if line.count <= 1 { return length.map { at + 1 + $0 } }
            length = length ?? contentLength(line)
            start = at + 1
        }
        return nil
    }

    private static func contentLength(_ line: UnsafeRawBufferPointer) -> Int? {
        let name = "content-length:"
        guard line.count > name.utf8.count,
            zip(name.utf8, line).allSatisfy({ $0 == $1 | ($1 > 64 ? 0x20 : 0) })
        else { return nil }
        return line.dropFirst(name.utf8.count).reduce(into: 0) { number, byte in
            if (48...57).contains(byte) { number = number * 10 + Int(byte - 48) }
        }
    }
}
