import API
import Amounts
import Foundation
import Intake
import Rating
import Reporting
import Roaming
import Settlement
import Store

extension Workings {
    /// What the program computes for its command line, for the API.
    /// - Parameter reports: the directory with the definitions of reports.
    static func ofProgram(_ rules: Rules, databaseURL: String, reports: URL) -> Workings {
        Workings(
            hubs: rules.hubs.map { hub in
                Hub(
                    name: hub.name, ours: hub.ours.map(\.description).sorted(),
                    partners: hub.partners.map(\.description).sorted())
            }.sorted { $0.name < $1.name },
            vendors: rules.vendors.map { vendor in
                Vendor(id: vendor.id, name: vendor.name, locations: vendor.locations.sorted())
            }.sorted { $0.id < $1.id },
            price: Self.priced,
            working: { subject, connection in
                try Self.file(subject, AuditDesk(connection, rules: rules)).map {
                    Array($0.workingsJSON.line.utf8)
                }
            },
            audit: { subject, connection in
                try Self.file(subject, AuditDesk(connection, rules: rules)).map {
                    Array($0.json.line.utf8)
                }
            },
            tariff: { object, connection in try connection.document(object).map(Self.tariff) },
            preview: { month, vendor in
                let context = JobContext(
                    databaseURL: databaseURL, rules: rules, month: month, clock: { .now })
                return try SettleJob(context: context).preview().map { settled in
                    Self.payouts(
                        settled.payouts.filter { vendor == nil || $0.vendor == vendor }, month)
                }
            },
            statement: { month, counterparty, form in
                let context = JobContext(
                    databaseURL: databaseURL, rules: rules, month: month, clock: { .now })
                return try Self.statement(context, counterparty, form, reports)
            })
    }

    /// Written to a folder that is gone afterwards.
    private static func statement(
        _ context: JobContext, _ counterparty: String, _ form: StatementForm, _ reports: URL
    ) throws -> [UInt8]? {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent(UUID().uuidString, isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try ReportJob(context: context, reports: reports, out: folder)
            .book(named: "settlement-statement", of: counterparty)
        let wanted = files.first { file in
            switch form {
            case .xlsx: file.kind == .xlsx
            case .csv(let side):
                file.kind == .csv
                    && file.sheets.first?.name
                        == (side == "cpo" ? "Receivable lines" : "Payable lines")
            }
        }
        return try wanted.map { Array(try Data(contentsOf: URL(fileURLWithPath: $0.path))) }
    }

    private static func tariff(_ document: StoredDocument) -> [UInt8] {
        var reader = JSONReader()
        let decoded = try? document.bytes.withUnsafeBytes {
            try decodeTariff($0, as: document.version, using: &reader).value
        }
        let day = Day(daysSince1970: Int(Instant.now.seconds.dividedDown(by: 86_400)))
        return Array(
            JSONValue.object([
                ("hub", .string(document.hub)), ("version", .integer(document.revision)),
                ("sha256", .string(document.sha256)),
                ("last_updated", .text(document.lastUpdated?.description)),
                ("tariff", .written(String(decoding: document.bytes, as: UTF8.self))),
                ("explanation", .text(decoded.map { ExplainTariffCommand.text($0, day) })),
                ("lint", LintReport(document.bytes, as: document.version, now: .now).json),
            ]).line.utf8)
    }

    private static func payouts(_ payouts: [PayoutPreview], _ month: Month) -> [UInt8] {
        Array(
            JSONValue.object([
                ("month", .string(month.description)),
                ("data", .array(payouts.map(\.json))),
            ]).line.utf8)
    }

    /// One line of `clearing price --batch --explain`.
    private static func priced(_ body: [UInt8]) throws -> [UInt8] {
        try checkShape(of: body)
        var pricer = ChargePricer(
            PriceRequest(rules: RatingRules(rounding: .none, detail: .working)))
        let padded = body + [UInt8](repeating: 0, count: PaddedBytes.padding)
        return padded.withUnsafeBytes { bytes in
            var out = JSONBytes()
            out.append(pricer.price(line: PaddedBytes(0..<body.count, of: bytes)))
            return out.bytes
        }
    }

    /// The pricer itself has an answer for everything; the API tells what is no request from a CDR that has
    /// no price.
    private static func checkShape(of body: [UInt8]) throws(Malformed) {
        guard let line = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        else {
            throw Malformed(pointer: "", text: "The body has to be a JSON object.")
        }
        guard line["cdr"] is [String: Any] else {
            throw Malformed(pointer: "/cdr", text: "cdr has to be an object.")
        }
        guard line["tariff"] == nil || line["tariff"] is [String: Any] else {
            throw Malformed(pointer: "/tariff", text: "tariff has to be an object.")
        }
        if let tariffs = line["tariffs"] {
            guard let list = tariffs as? [[String: Any]], list.count <= 100 else {
                throw Malformed(
                    pointer: "/tariffs", text: "tariffs has to be a list of at most 100 objects.")
            }
        }
        guard line["time_zone"] == nil || line["time_zone"] is String else {
            throw Malformed(pointer: "/time_zone", text: "time_zone has to be a string.")
        }
    }

    private static func file(_ subject: Subject, _ desk: AuditDesk) throws -> AuditFile? {
        let lines = try desk.lines(of: subject.cdrID, month: subject.month, hub: nil)
        guard let (run, found) = lines.first(where: { $0.1.line.cdrObject == subject.object })
        else { return nil }
        return try desk.file(found, of: run)
    }
}

extension PayoutPreview {
    /// As `/v1/payouts` has it.
    fileprivate var json: JSONValue {
        .object([
            ("vendor", .string(vendor)), ("vendor_name", .string(vendorName)),
            ("currency", .string(currency.description)), ("sessions", .integer(sessions)),
            ("energy", .string(energy.description)), ("gross", .amount(gross)),
            ("vendor_share", .amount(vendorShare)), ("magma_share", .amount(magmaShare)),
            ("fee_for_sessions", .amount(feeForSessions)),
            ("fee_for_energy", .amount(feeForEnergy)), ("fee_monthly", .amount(feeMonthly)),
            ("fees", .amount(fees)), ("net", .amount(net)),
        ])
    }
}
