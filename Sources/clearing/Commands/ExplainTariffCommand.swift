import Amounts
import ArgumentParser
import Foundation
import Intake
import Rating
import Roaming

struct ExplainTariffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain-tariff",
        abstract: "Say in plain words what a tariff costs and when, with three worked sessions.")

    @Argument(
        help: ArgumentHelp("The tariff; - is standard input.", valueName: "T.json"))
    var file: String
    @Option(help: "Read as this OCPI version (default: judged by its shape).")
    var ocpi: OCPIVersion?
    @Option(
        help: ArgumentHelp(
            "Let the sessions take place in the week after this day (default: today).",
            valueName: "DAY"))
    var on: Day?
    @OptionGroup var json: JSONOption

    func run() throws {
        let today = Int(Date().timeIntervalSince1970) / 86_400
        let day = on ?? Day(daysSince1970: today)
        do {
            var reader = JSONReader()
            for object in try ObjectFile(path: file).objects() {
                let tariff = try object.withUnsafeBytes {
                    try decodeTariff($0, as: ocpi, using: &reader).value
                }
                print(json.json ? Self.json(tariff, day).line : Self.text(tariff, day))
            }
        } catch let reject as Reject {
            throw Failure(PriceRefusal(reject))
        } catch let refusal as PriceRefusal {
            throw Failure(refusal)
        }
    }

    static func text(_ tariff: Tariff, _ day: Day) -> String {
        var text = TariffText(tariff: tariff).render()
        text += "\nThree sessions\n"
        for session in ExampleSession.all {
            text += "    \(session.title)\n        \(cost(session.price(by: tariff, after: day)))\n"
        }
        return text
    }

    private static func cost(_ outcome: Outcome) -> String {
        switch outcome {
        case .unpriceable(let refusal): return "cannot be priced: \(refusal.text)"
        case .priced(let rated):
            func words(_ amount: ExactAmount?) -> String {
                amount.map { "\(rated.currency) \(Explanation.money($0))" } ?? "unknown"
            }
            let parts = parts(rated)
            let total =
                "\(words(rated.beforeTax(.total))) before tax,"
                + " \(words(rated.afterTax(.total))) after tax"
            return parts.isEmpty ? total : "\(total) (\(parts.joined(separator: ", ")))"
        }
    }

    /// What was charged, before tax where that is known, and whether a limit changed the sum.
    private static func parts(_ rated: RatedCharge) -> [String] {
        let isNet = rated.beforeTax(.total) != nil
        func amount(_ category: Category) -> ExactAmount? {
            isNet ? rated.beforeTax(category) : rated.afterTax(category)
        }
        var sum = ExactAmount.zero
        var parts: [String] = []
        for category in Category.allCases where category != .total {
            guard let part = amount(category), !part.isZero else { continue }
            sum = sum + part
            parts.append("\(category.title) \(Explanation.money(part))")
        }
        guard let total = amount(.total), total != sum else { return parts }
        parts.append(
            total < sum ? "held at the maximum price" : "raised to the minimum price")
        return parts
    }

    private static func json(_ tariff: Tariff, _ day: Day) -> JSONValue {
        .object([
            ("tariff", .string(tariff.id)), ("currency", .string(tariff.currency.description)),
            ("text", .string(TariffText(tariff: tariff).render())),
            (
                "sessions",
                .array(
                    ExampleSession.all.map { session in
                        var members: [(String, JSONValue)] = [("title", .string(session.title))]
                        switch session.price(by: tariff, after: day) {
                        case .unpriceable(let refusal):
                            members.append(("unpriceable", .string(refusal.reason.rawValue)))
                        case .priced(let rated):
                            members.append(
                                ("before_tax", .text(rated.beforeTax(.total)?.text)))
                            members.append(("after_tax", .text(rated.afterTax(.total)?.text)))
                        }
                        return .object(members)
                    })
            ),
        ])
    }
}
