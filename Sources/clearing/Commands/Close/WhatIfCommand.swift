import Amounts
import ArgumentParser
import Foundation
import Roaming
import Store

struct WhatIfCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "what-if",
        abstract: "Show what a closed month would have come to under other rules.",
        discussion: """
            The same functions over the same frozen input, in a database that is dropped afterwards.
            Nothing is stored in the books and nothing of it can be posted.
            """)

    @OptionGroup var month: MonthOption
    @Option(help: "Directory with the other rules.")
    var rules: String
    @Option(help: "An empty database to work in.")
    var scratch: String?
    @OptionGroup var database: DatabaseOption
    @OptionGroup var json: JSONOption

    func run() throws {
        let job = WhatIfJob(
            databaseURL: try DatabaseAddress.url(database.url), scratchURL: scratch,
            rules: try Rules.load(rules), now: .now)
        let result = try job.run(month.month)
        print(json.json ? try result.json.line + "\n" : try result.text, terminator: "")
    }
}

extension WhatIf {
    fileprivate var json: JSONValue {
        get throws {
            .object([
                ("month", .string(close.month.description)), ("version", .integer(close.version)),
                ("postable", .bool(false)), ("closed_hash", .string(close.hashText)),
                ("closed_rules", .string(close.rulesHash)), ("rules", .string(rulesHash)),
                ("partners", .array(try partners.map { try $0.json })),
                (
                    "dispositions",
                    .array(
                        dispositions.map {
                            .object([
                                ("disposition", .string($0.name)), ("closed", .integer($0.closed)),
                                ("what_if", .integer($0.other)),
                            ])
                        })
                ),
            ])
        }
    }

    fileprivate var text: String {
        get throws {
            var table = TextTable([
                ("Counterparty", .left), ("Side", .left), ("Currency", .left), ("Agreed", .right),
                ("What if", .right), ("Difference", .right), ("Disputed", .right),
                ("What if", .right), ("Difference", .right),
            ])
            for partner in partners {
                let amounts = [
                    partner.agreed.closed, partner.agreed.other,
                    try partner.agreed.other - partner.agreed.closed, partner.disputed.closed,
                    partner.disputed.other,
                    try partner.disputed.other - partner.disputed.closed,
                ]
                table.add(
                    [
                        partner.counterparty.description, partner.side.rawValue,
                        partner.currency.description,
                    ] + amounts.map { $0.text(decimals: 2) })
            }
            var counts = TextTable([
                ("Disposition", .left), ("Closed", .right), ("What if", .right),
            ])
            for count in dispositions where count.closed != count.other {
                counts.add([count.name, "\(count.closed)", "\(count.other)"])
            }
            return "NOT POSTABLE: what \(close.month) would have come to under other rules\n"
                + table.render() + "\n" + counts.render()
        }
    }
}

extension WhatIf.Partner {
    fileprivate var json: JSONValue {
        get throws {
            func pair(_ amounts: (closed: ExactDecimal, other: ExactDecimal)) throws -> JSONValue {
                .object([
                    ("closed", .amount(amounts.closed)), ("what_if", .amount(amounts.other)),
                    ("difference", .amount(try amounts.other - amounts.closed)),
                ])
            }
            return .object([
                ("counterparty", .string(counterparty.description)),
                ("side", .string(side.rawValue)), ("currency", .string(currency.description)),
                ("agreed", try pair(agreed)), ("disputed", try pair(disputed)),
            ])
        }
    }
}
