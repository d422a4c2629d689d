import ArgumentParser
import Foundation
import Intake
import Rating
import Roaming

extension OCPIVersion: ExpressibleByArgument {}
extension RatingRules.PeriodReading: ExpressibleByArgument {}

/// How CDRs are priced, for every command that prices.
struct PriceOptions: ParsableArguments {
    @Option(
        name: .customLong("tariff"),
        help: ArgumentHelp(
            "A tariff to price by; may be given several times (default: the CDR's own).",
            valueName: "T.json"))
    var tariffs: [String] = []

    @Option(help: "Read everything as this OCPI version (default: judged by its shape).")
    var ocpi: OCPIVersion?

    @Option(
        help: ArgumentHelp(
            "IANA time zone of the location, like Asia/Kolkata (default: what the CDR says).",
            valueName: "TZ"))
    var timeZone: String?

    @Option(help: "Price a charging period by its start, or split it where the price changes.")
    var periods = RatingRules.PeriodReading.asSent

    @Flag(help: "Take hours as printed instead of as the clock time they round to.")
    var noSnap = false

    @Option(
        help: ArgumentHelp(
            "A policy of Rules/rounding, like total-half-up (default: exact, printed with four"
                + " decimals).", valueName: "POLICY"))
    var rounding: String?

    @OptionGroup var rulesDirectory: RulesOption

    func validate() throws {
        guard let timeZone, TimeZone(identifier: timeZone) == nil else { return }
        throw ValidationError(
            "no time zone \"\(timeZone)\"; give an IANA name like Europe/Amsterdam")
    }

    func request(working: Bool) throws -> PriceRequest {
        var request = PriceRequest(
            version: ocpi,
            rules: RatingRules(
                rounding: .none, periods: periods, hours: noSnap ? .literal : .snapped,
                detail: working ? .working : .priceOnly))
        request.timeZone = timeZone
        try readTariffs(into: &request)
        if let rounding, rounding != RoundingPolicy.none.name {
            let rules = try Rules.load(rulesDirectory.directory)
            guard let book = rules.roundings[rounding] else {
                let known = (rules.roundings.keys.sorted() + [RoundingPolicy.none.name])
                    .joined(separator: ", ")
                throw Failure.usage("no rounding policy \"\(rounding)\"; there are: \(known)")
            }
            request.rounding = book
        }
        return request
    }

    private func readTariffs(into request: inout PriceRequest) throws {
        var reader = JSONReader()
        for path in tariffs {
            for object in try ObjectFile(path: path).objects() {
                do {
                    let decoded = try object.withUnsafeBytes {
                        try decodeTariff($0, as: ocpi, using: &reader)
                    }
                    request.tariffs.append(compile(decoded.value))
                    request.tariffFindings += decoded.findings
                } catch let error as Reject {
                    throw PriceRefusal(
                        code: error.code, pointer: error.pointer,
                        text: "The tariff \(path): \(error.text)")
                }
            }
        }
    }
}
