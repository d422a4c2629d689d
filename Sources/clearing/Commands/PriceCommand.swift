import ArgumentParser
import Foundation
import Rating
import Roaming

struct PriceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "price",
        abstract: "Say what a CDR costs by its tariff, exactly, and why.",
        discussion: """
            A file holds the bare object or a response envelope, plain or gzip; - is standard input.
            With --json the answer is one object; a CDR that cannot be priced gives
            {"unpriceable": {"code", "pointer", "text"}} and exit code 65.

            A line of a batch is {"cdr": {…}, "tariff": {…} | "tariffs": […], "time_zone": "…"}; each gets
            one such object, in order, bad lines too. Its own tariffs and time zone win over the options.
            """)

    @Option(help: ArgumentHelp("The CDR.", valueName: "C.json"))
    var cdr: String?
    @Option(help: ArgumentHelp("Many CDRs, one JSON object a line.", valueName: "F.ndjson"))
    var batch: String?
    @OptionGroup var options: PriceOptions
    @Flag(help: "Compare with the costs that the CDR claims; exit with 1 when one differs.")
    var verify = false
    @Flag(help: "Show the working: what was charged, by which element, and why not by another.")
    var explain = false
    @OptionGroup var json: JSONOption

    func validate() throws {
        switch (cdr, batch) {
        case (nil, nil): throw ValidationError("give --cdr C.json or --batch F.ndjson")
        case (.some, .some): throw ValidationError("give either --cdr or --batch, not both")
        default: break
        }
        if options.tariffs.filter({ $0 == "-" }).count + (cdr == "-" || batch == "-" ? 1 : 0) > 1 {
            throw ValidationError("only one file can be standard input (-)")
        }
    }

    func run() throws {
        do {
            if let batch {
                try BatchPricing(path: batch, request: request(working: explain)).run()
            } else if let cdr {
                try price(cdr)
            }
        } catch let refusal as PriceRefusal {
            try end(with: refusal)
        }
    }

    private func price(_ path: String) throws {
        var pricer = ChargePricer(try request(working: true))
        let object = try ObjectFile(path: path).object("CDR")
        switch object.withUnsafeBytes({ pricer.price(cdr: $0) }) {
        case .refused(let refusal): throw refusal
        case .priced(let priced): try show(priced)
        }
    }

    private func request(working: Bool) throws -> PriceRequest {
        var request = try options.request(working: working)
        request.verifies = verify
        return request
    }

    private func show(_ priced: PricedCharge) throws {
        try checkSize(priced)
        guard !json.json else {
            var out = JSONBytes()
            out.append(.priced(priced))
            print(out.text)
            return try end(with: priced.verification)
        }
        print(try priced.table(explain ? .working : .priceOnly), terminator: "")
        try end(with: priced.verification)
    }

    /// What cannot be written as a decimal is no price, in JSON as in words.
    private func checkSize(_ priced: PricedCharge) throws {
        do {
            for category in Category.allCases { _ = try priced.rated.price(category) }
        } catch {
            throw PriceRefusal.tooLarge
        }
    }

    private func end(with verification: Verification?) throws {
        guard verification?.agrees == false else { return }
        throw ExitCode(1)
    }

    /// Machines read why there is no price where they would have read the price.
    private func end(with refusal: PriceRefusal) throws -> Never {
        guard json.json || batch != nil else { throw Failure(refusal) }
        var out = JSONBytes()
        out.append(refusal, line: nil)
        print(out.text)
        throw ExitCode(65)
    }
}

extension Failure {
    init(_ refusal: PriceRefusal) {
        let place = refusal.pointer.isEmpty ? "" : " at \(refusal.pointer)"
        self = .refused("no price: \(refusal.text) (\(refusal.code)\(place))")
    }
}
