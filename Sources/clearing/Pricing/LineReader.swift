import Foundation
import Intake

/// Reads a file in blocks of whole lines, in memory that does not grow with the file.
struct LineReader: ~Copyable {
    private let handle: FileHandle
    private let longest: Int
    /// Read already, of a line whose end was not.
    private var begun: [UInt8] = []
    /// The line that `begun` belongs to is too long to be kept.
    private var isSkipping = false
    private var isEnded = false
    /// How many lines were handed out.
    private(set) var number = 0

    private static let blockBytes = 1 << 18

    init(path: String, longest: Int) throws {
        try ObjectFile.check(path)
        if path == "-" {
            handle = .standardInput
        } else if let file = FileHandle(forReadingAtPath: path) {
            handle = file
        } else {
            throw Failure.unavailable("cannot open \(path)")
        }
        self.longest = longest
    }

    /// The lines that come next, at least one; nil at the end of the file. What follows the last
    /// line feed is a line when there is any.
    mutating func next() throws -> LineBlock? {
        while !isEnded {
            var (bytes, count) = try fill()
            var block = LineBlock(firstLine: number + 1)
            var start = 0
            while let feed = bytes.firstFeed(from: start, upTo: count) {
                block.add(start..<feed, isTooLong: isSkipping || feed - start > longest)
                isSkipping = false
                start = feed + 1
            }
            keep(bytes[start..<count], in: &block, from: start)
            guard !block.lines.isEmpty else { continue }
            swap(&block.bytes, &bytes)
            number += block.lines.count
            return block
        }
        return nil
    }

    /// What was begun and what the file has next, with padding behind it.
    private mutating func fill() throws -> (bytes: [UInt8], count: Int) {
        let room = begun.count + Self.blockBytes
        var failure: Int32?
        var filled = begun.count
        let file = handle.fileDescriptor
        let bytes = [UInt8](unsafeUninitializedCapacity: room + PaddedBytes.padding) {
            memory, count in
            guard let base = memory.baseAddress else { return }
            begun.withUnsafeBytes { given in
                if let first = given.baseAddress { memcpy(base, first, given.count) }
            }
            while filled < room, failure == nil {
                let more = read(file, base + filled, room - filled)
                if more > 0 {
                    filled += more
                } else if more == 0 {
                    break
                } else if errno != EINTR {
                    failure = errno
                }
            }
            memset(base + filled, 0, PaddedBytes.padding)
            count = filled + PaddedBytes.padding
        }
        if let failure {
            throw Failure.unavailable(
                "cannot read the lines: \(String(cString: strerror(failure)))")
        }
        isEnded = filled < room
        return (bytes, filled)
    }

    /// The end of what was read belongs to a line that goes on, or to the last one.
    private mutating func keep(
        _ rest: ArraySlice<UInt8>, in block: inout LineBlock, from start: Int
    ) {
        if isEnded {
            begun = []
            if isSkipping || !rest.isEmpty {
                block.add(start..<start + rest.count, isTooLong: isSkipping || rest.count > longest)
            }
        } else if isSkipping || rest.count > longest {
            isSkipping = true
            begun = []
        } else {
            begun = Array(rest)
        }
    }
}

/// Some lines of a file, one after another.
struct LineBlock: Sendable {
    /// Counted from 1.
    let firstLine: Int
    /// With padding behind them.
    fileprivate(set) var bytes: [UInt8] = []
    /// Into `bytes`, without line feeds; nil = a line too long to be kept.
    private(set) var lines: [Range<Int>?] = []

    fileprivate init(firstLine: Int) { self.firstLine = firstLine }

    fileprivate mutating func add(_ line: Range<Int>, isTooLong: Bool) {
        lines.append(isTooLong ? nil : line)
    }
}

extension [UInt8] {
    fileprivate func firstFeed(from start: Int, upTo end: Int) -> Int? {
        withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, start < end,
                let found = memchr(base + start, 0x0A, end - start)
            else { return nil }
            return base.distance(to: UnsafeRawPointer(found))
        }
    }
}
