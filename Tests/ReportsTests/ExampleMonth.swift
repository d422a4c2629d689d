import Foundation
import TestSupport

/// A small sandbox month with at least one of every kind of discrepancy, cleared by the real program:
/// what the examples of the reports show.
final class ExampleMonth: Sendable {
    static let shared = Result { try ExampleMonth() }

    /// Whose settlement statement is the example: lines on both sides, with and without differences.
    static let counterparty = "IN-CGR"

    let truth: SandboxTruth
    /// Content of every CSV by `<report>/<sheet>.csv`, of the one counterparty where there are several.
    let sheets: [String: String]
    /// Our sites by the id of our session or CDR there, from the input itself.
    let sites: [String: String]
    let workbooks: Int

    private init() throws {
        let folder = try TemporaryFolder()
        let database = try ScratchDatabase()
        let clearing = try ClearingProcess(database)
        try clearing.succeed(
            "sandbox", "generate", "--seed", "1", "--month", "2026-10", "--sessions", "300",
            folder.path("in"))
        try clearing.succeed(
            "month", "--from", folder.path("in"), "--month", "2026-10", "--out", folder.path("out"))
        try Self.pay(folder, clearing, database)
        truth = try JSONDecoder().decode(
            SandboxTruth.self, from: Data(contentsOf: folder.url("in/truth.json")))
        let files = try folder.contents(below: "out/2026-10")
        workbooks = files.count { $0.path.hasSuffix(".xlsx") }
        var sheets: [String: String] = [:]
        for report in Checkout.folders(in: Checkout.reports) {
            for (path, data) in files where path.hasSuffix(".csv") {
                for prefix in ["\(report)-2026-10-\(Self.counterparty)-", "\(report)-2026-10-"]
                where path.hasPrefix(prefix) {
                    let sheet = path.dropFirst(prefix.count)
                    // Another counterparty's file begins with its id, in capitals.
                    guard sheet.first?.isLowercase == true else { continue }
                    sheets["\(report)/\(sheet)"] = String(decoding: data, as: UTF8.self)
                }
            }
        }
        self.sheets = sheets
        var sites: [String: String] = [:]
        let records = try folder.contents(below: "in/own").filter {
            $0.path.hasPrefix("cdrs/") || $0.path.hasPrefix("sessions/")
        }
        for record in records {
            for line in record.data.split(separator: UInt8(ascii: "\n")) {
                // Some lines are broken on purpose.
                guard let place = try? JSONDecoder().decode(Placed.self, from: line) else {
                    continue
                }
                sites[place.id] = place.cdr_location?.id ?? place.location_id
            }
        }
        self.sites = sites
    }

    /// Closes the month, lets partners pay one statement, half of another and too much of a third, and
    /// writes the reports again.
    private static func pay(
        _ folder: TemporaryFolder, _ clearing: ClearingProcess, _ database: ScratchDatabase
    ) throws {
        try clearing.succeed("close", "--month", "2026-10", "--by", "asha")
        try clearing.succeed(
            "close", "assign", "--month", "2026-10", "--all", "--owner", "desk", "--why", "review",
            "--by", "asha")
        try clearing.succeed("close", "--month", "2026-10", "--approve-as", "ravi")
        let statements = try database.texts(
            "SELECT reference || ' ' || trunc(open / part, 2) + more FROM ("
                + " SELECT reference, open, row_number() OVER (ORDER BY reference) AS place"
                + " FROM published.open_item WHERE currency = 'INR' AND open > 100) AS item"
                + " JOIN (VALUES (1, 1, 0), (2, 2, 0), (3, 1, 12.5)) AS paid (place, part, more)"
                + " USING (place) ORDER BY place")
        let lines = statements.enumerated().map { index, statement in
            let parts = statement.split(separator: " ")
            let amount = parts[1].replacing(".", with: ",")
            return "30012345678;2026-12-1\(index);\(amount);INR;For \(parts[0]);S\(index);;\n"
        }
        let header = "account;booked_on;amount;currency;text;reference;party;party_account\n"
        let unknown = "30012345678;2026-12-20;-59,00;INR;Account charges;S9;;\n"
        try folder.write(header + lines.joined() + unknown, to: "bank.csv")
        try clearing.succeed("payments", "import", folder.path("bank.csv"), "--map", "signed")
        try clearing.succeed("payments", "match")
        try clearing.succeed("report", "--month", "2026-10", "--out", folder.path("out"))
    }

    func table(_ sheet: String) throws -> CSVTable {
        guard let text = sheets[sheet] else { throw SheetMissing(sheet: sheet) }
        return CSVTable(text)
    }
}

struct SheetMissing: Error { let sheet: String }

/// `truth.json`, read by Foundation so that nothing of ours reads its own words.
struct SandboxTruth: Decodable, Sendable {
    struct Line: Decodable, Sendable {
        let counterparty: String?
        let side: String
        let disposition: String
        let session_id: String?
        let cdr_id: String?
        let currency: String?
        let agreed: String
        let disputed: String

        var isMatched: Bool { disposition.hasPrefix("MATCHED") }
        var isOwnNetwork: Bool { counterparty == "IN-MGE" }
    }

    struct Position: Decodable, Sendable {
        let counterparty: String
        let currency: String
        let receivable: String
        let payable: String
        let net: String
        let disputed: String
    }

    let dispositions: [Line]
    let positions: [Position]
    let rejects: [String: Int]
}

/// Where a session or CDR of ours was.
private struct Placed: Decodable {
    struct Location: Decodable { let id: String }

    let id: String
    let cdr_location: Location?
    let location_id: String?
}

/// A CSV as RFC 4180 writes it: cells by header.
struct CSVTable {
    let headers: [String]
    let rows: [[String: String]]

    init(_ text: String) {
        var records: [[String]] = []
        var (record, cell, isQuoted) = ([String](), "", false)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"":
                // A doubled quote leaves and enters again; the cell then holds one.
                if !isQuoted, cell.unicodeScalars.last == "\u{0}" { cell += "\"" }
                isQuoted.toggle()
                cell = cell.replacing("\u{0}", with: "") + "\u{0}"
            case "," where !isQuoted:
                record.append(cell.replacing("\u{0}", with: ""))
                cell = ""
            case "\n" where !isQuoted:
                record.append(cell.replacing("\u{0}", with: ""))
                records.append(record)
                (record, cell) = ([], "")
            case "\r" where !isQuoted: break
            default: cell.unicodeScalars.append(scalar)
            }
        }
        let headers = records.first ?? []
        self.headers = headers
        rows = records.dropFirst().map {
            Dictionary(zip(headers, $0), uniquingKeysWith: { first, _ in first })
        }
    }

    func column(_ header: String) -> [String] { rows.map { $0[header] ?? "no column \(header)" } }
}

/// An amount of two decimals in hundredths; sums of whole numbers are a second method.
func hundredths(_ amount: String?) -> Int {
    guard let amount, !amount.isEmpty else { return 0 }
    let parts = amount.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].count == 2, let value = Int(parts.joined()) else {
        return .min
    }
    return value
}
