import Foundation
import Intake

/// Prices a file of lines, one answer a line, in order, in memory that does not grow with the file.
///
/// This thread reads blocks of lines and writes the answers; workers price a block each.
struct BatchPricing {
    let path: String
    let request: PriceRequest
    var workers = 2

    private var blocksAhead: Int { workers * 2 }

    /// Writes the answers to standard output.
    /// - Throws: `Failure.refused` when there was no line, or not one of them could be priced.
    func run() throws {
        var lines = try LineReader(path: path, longest: Limits().objectBytes)
        let desk = BatchDesk()
        defer { desk.close() }
        for _ in 0..<workers { start(desk) }
        var (sent, written, priced) = (0, 0, 0)
        while let block = try lines.next() {
            desk.give(block, number: sent)
            sent += 1
            guard sent - written > blocksAhead else { continue }
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

    private func start(_ desk: BatchDesk) {
        let request = request
        let thread = Thread {
            var pricer = ChargePricer(request)
            while let (number, block) = desk.work() {
                desk.finish(block.priced(by: &pricer), number: number)
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

extension LineBlock {
    fileprivate func priced(by pricer: inout ChargePricer) -> BatchAnswers {
        var answers = BatchAnswers()
        bytes.withUnsafeBytes { bytes in
            for (index, line) in lines.enumerated() {
                let answer =
                    line.map { pricer.price(line: PaddedBytes($0, of: bytes)) }
                    ?? .refused(.lineTooLong)
                if answers.text.append(answer, line: firstLine + index) { answers.priced += 1 }
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

/// Where blocks wait for workers, and answers for the writer. A class, because threads share it.
private final class BatchDesk: @unchecked Sendable {
    // @unchecked: every access to the stored properties is under `condition`.
    private let condition = NSCondition()
    private var waiting: [(Int, LineBlock)] = []
    private var finished: [Int: BatchAnswers] = [:]
    private var isClosed = false

    func give(_ block: LineBlock, number: Int) {
        condition.withLock {
            waiting.append((number, block))
            condition.broadcast()
        }
    }

    /// The next block to price; nil when the desk is closed.
    func work() -> (Int, LineBlock)? {
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

    /// Waits for the answers of a block that was given.
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
