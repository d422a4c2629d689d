import Foundation
import Intake

/// Prices a file of lines, one answer a line, in order, in memory that does not grow with the file.
///
/// This thread reads chunks of lines and writes the answers; workers price a chunk each.
struct BatchPricing {
    let path: String
    let request: PriceRequest
    var workers = 2

    private static let chunkBytes = 1 << 18
    private var chunksAhead: Int { workers * 2 }

    /// Writes the answers to standard output.
    /// - Throws: `Failure.refused` when there was no line, or not one of them could be priced.
    func run() throws {
        var lines = try LineReader(path: path, longest: Limits().objectBytes)
        let desk = BatchDesk()
        defer { desk.close() }
        for _ in 0..<workers { start(desk) }
        var (sent, written, priced) = (0, 0, 0)
        while let chunk = try nextChunk(&lines) {
            desk.give(chunk, number: sent)
            sent += 1
            guard sent - written > chunksAhead else { continue }
            priced += try write(desk.take(written))
            written += 1
        }
        while written < sent {
            priced += try write(desk.take(written))
            written += 1
        }
        let name = path == "-" ? "standard input" : path
        guard lines.number > 0 else {
            throw Failure.refused("\(name) is empty; give one {\"cdr\": {…}} a line")
        }
        guard priced > 0 else {
            throw Failure.refused("none of the \(lines.number) lines of \(name) could be priced")
        }
    }

    private func nextChunk(_ lines: inout LineReader) throws -> BatchChunk? {
        var chunk = BatchChunk(firstLine: lines.number + 1)
        while chunk.bytes.count < Self.chunkBytes {
            let isMore: Bool? = try lines.next { line, _ in
                chunk.add(line)
                return true
            }
            guard isMore != nil else { break }
        }
        return chunk.lines.isEmpty ? nil : chunk
    }

    private func start(_ desk: BatchDesk) {
        let request = request
        let thread = Thread {
            var pricer = ChargePricer(request)
            while let (number, chunk) = desk.work() {
                desk.finish(chunk.priced(by: &pricer), number: number)
            }
        }
        thread.stackSize = 8 << 20
        thread.start()
    }

    private func write(_ answers: BatchAnswers) throws -> Int {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(answers.text.bytes))
        } catch {
            throw Failure.unavailable("cannot write the answers: \(error)")
        }
        return answers.priced
    }
}

/// Some lines of a batch.
struct BatchChunk: Sendable {
    let firstLine: Int
    private(set) var bytes: [UInt8] = []
    /// Into `bytes`; nil = a line too long to be kept.
    private(set) var lines: [Range<Int>?] = []

    init(firstLine: Int) { self.firstLine = firstLine }

    mutating func add(_ line: LineReader.Line) {
        switch line {
        case .text(let text):
            lines.append(bytes.count..<bytes.count + text.count)
            bytes.append(contentsOf: text)
        case .tooLong: lines.append(nil)
        }
    }

    func priced(by pricer: inout ChargePricer) -> BatchAnswers {
        var answers = BatchAnswers()
        bytes.withUnsafeBytes { bytes in
            for (index, line) in lines.enumerated() {
                let answer =
                    line.map { pricer.price(line: UnsafeRawBufferPointer(rebasing: bytes[$0])) }
                    ?? .refused(.lineTooLong)
                if case .priced = answer { answers.priced += 1 }
                answers.text.append(answer, line: firstLine + index)
                answers.text.raw(UInt8(ascii: "\n"))
            }
        }
        return answers
    }
}

struct BatchAnswers: Sendable {
    var text = JSONBytes()
    /// How many of them are prices.
    var priced = 0
}

/// Where chunks wait for workers, and answers for the writer. A class, because threads share it.
private final class BatchDesk: @unchecked Sendable {
    // @unchecked: every access to the stored properties is under `condition`.
    private let condition = NSCondition()
    private var waiting: [(Int, BatchChunk)] = []
    private var finished: [Int: BatchAnswers] = [:]
    private var isClosed = false

    func give(_ chunk: BatchChunk, number: Int) {
        condition.withLock {
            waiting.append((number, chunk))
            condition.broadcast()
        }
    }

    /// The next chunk to price; nil when the desk is closed.
    func work() -> (Int, BatchChunk)? {
        condition.withLock {
            while waiting.isEmpty, !isClosed { condition.wait() }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }

    func finish(_ answers: BatchAnswers, number: Int) {
        condition.withLock {
            finished[number] = answers
            condition.broadcast()
        }
    }

    /// Waits for the answers of a chunk that was given.
    func take(_ number: Int) -> BatchAnswers {
        condition.withLock {
            while true {
                if let answers = finished.removeValue(forKey: number) { return answers }
                condition.wait()
            }
        }
    }

    /// Nothing more comes; nobody wants what still waits.
    func close() {
        condition.withLock {
            isClosed = true
            waiting = []
            condition.broadcast()
        }
    }
}

extension PriceRefusal {
    fileprivate static let lineTooLong = PriceRefusal(
        code: RejectCode.objectTooLarge.rawValue, pointer: "",
        text: "The line is longer than \(Limits().objectBytes) bytes.")
}
