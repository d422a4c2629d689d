import Foundation
import Intake

/// Prices a file of lines, one answer a line, in order, in memory that does not grow with the file.
struct BatchPricing {
    let path: String
    let request: PriceRequest

    /// Writes the answers to standard output.
    /// - Throws: `Failure.refused` when there was no line, or not one of them could be priced.
    func run() throws {
        var lines = try LineReader(path: path, longest: Limits().objectBytes)
        var pricer = ChargePricer(request)
        var out = JSONBytes()
        var priced = 0
        while let isPriced = try lines.next({ line, number in
            answer(line, number, &pricer, &out)
        }) {
            if isPriced { priced += 1 }
            if out.bytes.count >= 1 << 18 { try flush(&out) }
        }
        try flush(&out)
        let path = path == "-" ? "standard input" : path
        guard lines.number > 0 else {
            throw Failure.refused("\(path) is empty; give one {\"cdr\": {…}} a line")
        }
        guard priced > 0 else {
            throw Failure.refused("none of the \(lines.number) lines of \(path) could be priced")
        }
    }

    private func answer(
        _ line: LineReader.Line, _ number: Int, _ pricer: inout ChargePricer,
        _ out: inout JSONBytes
    ) -> Bool {
        let answer: PriceAnswer =
            switch line {
            case .text(let bytes): pricer.price(line: bytes)
            case .tooLong:
                .refused(
                    PriceRefusal(
                        code: RejectCode.objectTooLarge.rawValue, pointer: "",
                        text: "The line is longer than \(Limits().objectBytes) bytes."))
            }
        out.append(answer, line: number)
        out.raw(UInt8(ascii: "\n"))
        if case .priced = answer { return true }
        return false
    }

    private func flush(_ out: inout JSONBytes) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(out.bytes))
        } catch {
            throw Failure.unavailable("cannot write the answers: \(error)")
        }
        out.clear()
    }
}
