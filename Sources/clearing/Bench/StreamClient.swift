import Foundation

/// Reads one answer that comes in chunks (RFC 9112 §7.1) and forgets it.
struct StreamClient {
    /// What came.
    struct Stream {
        /// Line feeds in the content.
        var lines = 0
        /// Of the content.
        var bytes = 0
        var nanoseconds: UInt64 = 0

        var linesPerSecond: Int { Int(UInt64(lines) * 1_000_000_000 / max(1, nanoseconds)) }
    }

    private enum State {
        /// In the head, after so many of the four bytes that end it.
        case head(Int)
        /// In the line with the length of a chunk.
        case size(Int)
        case content(Int)
        /// Before the line feed behind a chunk.
        case tail
        case over
    }

    let port: Int
    let headers: [String]

    func read(_ path: String) throws -> Stream {
        let socket = try LoopbackSocket(port: port)
        let begin = DispatchTime.now().uptimeNanoseconds
        try socket.send(LoadClient.request(path, headers))
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 8)
        defer { room.deallocate() }
        var (state, stream, isFirst) = (State.head(0), Stream(), true)
        while true {
            let count = try socket.receive(into: room)
            let bytes = UnsafeRawBufferPointer(rebasing: room[..<count])
            if isFirst, !bytes.starts(with: "HTTP/1.1 200".utf8) {
                throw Failure.unavailable(
                    "the server answered \(String(decoding: bytes.prefix(200), as: UTF8.self))")
            }
            isFirst = false
            Self.take(bytes, &state, &stream)
            if case .over = state { break }
        }
        stream.nanoseconds = DispatchTime.now().uptimeNanoseconds - begin
        return stream
    }

    private static func take(
        _ bytes: UnsafeRawBufferPointer, _ state: inout State, _ stream: inout Stream
    ) {
        var at = 0
        while at < bytes.count {
            if case .content(let left) = state {
                let end = min(bytes.count, at + left)
                let piece = UnsafeRawBufferPointer(rebasing: bytes[at..<end])
                stream.lines += piece.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
                stream.bytes += piece.count
                state = left == piece.count ? .tail : .content(left - piece.count)
                at = end
                continue
            }
            state = after(bytes[at], state)
            at += 1
        }
    }

    private static func after(_ byte: UInt8, _ state: State) -> State {
        let isEnd = byte == UInt8(ascii: "\n")
        switch state {
        case .head(let matched):
            // CR LF CR LF
            let isNext = byte == (matched % 2 == 0 ? 13 : 10)
            return matched == 3 && isNext ? .size(0) : .head(isNext ? matched + 1 : 0)
        case .size(let size):
            if isEnd { return size == 0 ? .over : .content(size) }
            let digit = Character(Unicode.Scalar(byte)).hexDigitValue
            return .size(digit.map { size * 16 + $0 } ?? size)
        case .tail: return isEnd ? .size(0) : .tail
        case .content, .over: return state
        }
    }
}
