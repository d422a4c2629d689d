import Foundation
import Roaming
import TestSupport
import Testing

/// A closed sandbox month with its statements as the database has them, and bank files made from them.
struct PaidMonth {
    /// What settlement's own tables say is to be paid: due less what netting set off, in hundredths.
    struct Item {
        let number: String
        let counterparty: String
        let side: String
        let currency: String
        let hub: String
        let amount: Int
    }

    let month: ClosedMonth
    let items: [Item]

    var clearing: ClearingProcess { month.clearing }

    init() throws {
        month = try ClosedMonth()
        try month.close()
        items = try Self.items(of: month)
    }

    /// A rate that counts long enough for two months.
    static let longRates = """
        currency: "EUR"
        book_currency: "INR"
        days_valid: "100"
        entries:
          - {from: "2026-08-01", rate: "100", source: "for this test"}
        cases:
          - {why: "one", on: "2026-08-01", amount: "1", expect: {book: "100.00", quoted_on: "2026-08-01"}}

        """

    static func close(_ name: String, _ month: ClosedMonth) throws {
        try month.clearing.succeed("close", "--month", name, "--by", "asha")
        _ = try month.clearing.run(
            "close", "assign", "--month", name, "--all", "--owner", "desk", "--why", "w", "--by",
            "asha")
        try month.clearing.succeed("close", "--month", name, "--approve-as", "ravi")
    }

    static func items(of month: ClosedMonth) throws -> [Item] {
        try month.database.texts(
            """
            SELECT concat_ws('|', number.number, number.counterparty, number.side, number.currency,
                coalesce(position.hub, '-'),
                ((CASE number.side WHEN 'cpo' THEN 1 ELSE -1 END)
                    * (statement.due - coalesce(position.set_off, 0)) * 100)::bigint)
            FROM closing.number AS number
            JOIN closing.standing AS standing USING (month, version)
            JOIN closing.close AS made USING (month, version)
            JOIN settlement.statement AS statement ON statement.run_id = made.settle_run
                AND statement.counterparty = number.counterparty
                AND statement.side = number.side AND statement.currency = number.currency
            LEFT JOIN settlement.position AS position ON position.run_id = made.settle_run
                AND position.counterparty = number.counterparty
                AND position.currency = number.currency
            ORDER BY number.number
            """
        ).map { row in
            let cells = row.split(separator: "|").map(String.init)
            return Item(
                number: cells[0], counterparty: cells[1], side: cells[2], currency: cells[3],
                hub: cells[4], amount: try #require(Int(cells[5])))
        }
    }

    /// Statements of one kind that are not netted away, the largest first.
    func open(_ side: String, _ currency: String = "INR", throughHub: Bool = false) -> [Item] {
        items.filter {
            $0.side == side && $0.currency == currency && ($0.hub != "-") == throughHub
                && (side == "cpo" ? $0.amount > 20_000 : $0.amount < -20_000)
        }.sorted { abs($0.amount) > abs($1.amount) }
    }

    /// Imports a file.
    @discardableResult
    func importing(_ text: String, as name: String, _ more: String...) throws
        -> ClearingProcess.Ended
    {
        try month.folder.write(text, to: name)
        return try clearing.run(["payments", "import", month.folder.path(name)] + more)
    }

    /// What is open by reference, in hundredths.
    func openItems(on day: String = "2026-12-31") throws -> [String: Int] {
        let text = try clearing.succeed("open-items", "--as-of", day, "--json")
        let list = try JSONObject(text).objects("items")
        return try list.reduce(into: [:]) { open, item in
            let reference = try #require(item.text("reference"))
            open[reference, default: 0] += hundredths(item.text("open"))
        }
    }

    /// What the accounts of statements, hub clearing and payments on account hold, by partner and
    /// currency.
    func controlBalances() throws -> [String: Int] {
        let rows = try month.database.texts(
            """
            SELECT concat_ws('|', entry.counterparty, entry.currency, (sum(line.amount) * 100)::bigint)
            FROM ledger.entry AS entry JOIN ledger.line AS line USING (entry)
            WHERE line.account IN ('1210', '2110', '1240', '2130')
            GROUP BY entry.counterparty, entry.currency
            """)
        return try rows.reduce(into: [:]) { sums, row in
            let cells = row.split(separator: "|").map(String.init)
            let sum = try #require(Int(cells[2]))
            if sum != 0 { sums["\(cells[0]) \(cells[1])"] = sum }
        }
    }

    /// What is open by partner and currency.
    func openByPartner() throws -> [String: Int] {
        let text = try clearing.succeed("open-items", "--as-of", "2030-01-01", "--json")
        var sums: [String: Int] = [:]
        for item in try JSONObject(text).objects("items") {
            let key = "\(item.text("counterparty") ?? "?") \(item.text("currency") ?? "?")"
            sums[key, default: 0] += hundredths(item.text("open"))
        }
        return sums.filter { $0.value != 0 }
    }
}

/// `1234.50` as 123450; whole hundredths are a second way to add.
func hundredths(_ text: String?) -> Int {
    let parts = (text ?? "").split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let whole = Int(parts[0]), let rest = Int(parts[1].prefix(2)) else {
        return .min
    }
    return parts[0].hasPrefix("-") ? whole * 100 - rest : whole * 100 + rest
}

/// 123450 as `1234.50`.
func amount(_ hundredths: Int) -> String {
    let size = abs(hundredths)
    let rest = size % 100
    return "\(size / 100).\(rest < 10 ? "0" : "")\(rest)"
}

/// A camt.053 of November with these entries; opening and closing balance fit them.
func camt(
    _ entries: [String], sum: Int, account: String = "50200012345678", currency: String = "INR"
)
    -> String
{
    func balance(_ code: String, _ value: Int) -> String {
        """
        <Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp>
        <Amt Ccy="\(currency)">\(amount(value))</Amt>
        <CdtDbtInd>\(value < 0 ? "DBIT" : "CRDT")</CdtDbtInd><Dt><Dt>2026-11-10</Dt></Dt></Bal>
        """
    }
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
        <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-11T06:00:00</CreDtTm></GrpHdr>
        <Stmt><Id>S-11</Id><Acct><Id><Othr><Id>\(account)</Id></Othr></Id></Acct>
        \(balance("OPBD", 10_000_000))\(balance("CLBD", 10_000_000 + sum))
        \(entries.joined(separator: "\n"))
        </Stmt></BkToCstmrStmt></Document>
        """
}

/// A booked entry; what is not said is an ordinary credit of 10 November.
func ntry(
    _ hundredths: Int, _ text: String, reference: String, currency: String = "INR",
    on day: String = "2026-11-10", more: String = "", details: [(Int, String)] = []
) -> String {
    let single = "<TxDtls><RmtInf><Ustrd>\(text)</Ustrd></RmtInf></TxDtls>"
    let several = details.map { part, text in
        """
        <TxDtls><Amt Ccy="\(currency)">\(amount(part))</Amt>
        <RmtInf><Strd><RfrdDocInf><Nb>\(text)</Nb></RfrdDocInf></Strd></RmtInf></TxDtls>
        """
    }
    return """
        <Ntry><Amt Ccy="\(currency)">\(amount(hundredths))</Amt>
        <CdtDbtInd>\(hundredths < 0 ? "DBIT" : "CRDT")</CdtDbtInd>\(more)<Sts>BOOK</Sts>
        <BookgDt><Dt>\(day)</Dt></BookgDt><AcctSvcrRef>\(reference)</AcctSvcrRef>
        <NtryDtls>\(details.isEmpty ? single : several.joined())</NtryDtls></Ntry>
        """
}
