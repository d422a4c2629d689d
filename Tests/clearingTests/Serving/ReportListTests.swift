import Foundation
import Intake
import TestSupport
import Testing

/// `/v1/reports` beside the files that `clearing month` wrote.
@Suite struct ReportListTests {
    @Test func `the files of reports are listed as they lie there`() throws {
        let served = try ServedAPI(clearedMonth: 60)
        let listed = try served.objects("/v1/reports?limit=1000")
        let folder = served.folder.url("out/2026-10")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(listed.map { $0["name"] as? String } == files.filter { $0.first != "." }.sorted())
        for row in listed {
            let file = folder.appendingPathComponent(try #require(row["name"] as? String))
            #expect(row["bytes"] as? Int == (try Data(contentsOf: file)).count, "\(row)")
            #expect(row["sha256"] as? String == "\(try digest(ofFile: file.path))", "\(row)")
            #expect(row["kind"] as? String == file.pathExtension, "\(row)")
            #expect((row["sheet"] is String) == (file.pathExtension == "csv"), "\(row)")
        }
        // A line a vendor, below the header.
        let payouts = try #require(
            listed.first {
                $0["report"] as? String == "payout-preview" && $0["kind"] as? String == "csv"
            })
        let csv = try served.written(try #require(payouts["name"] as? String))
        let lines = csv.components(separatedBy: "\r\n").dropFirst().filter { !$0.isEmpty }
        #expect(payouts["rows"] as? Int == lines.count)
        let statements = listed.filter { $0["report"] as? String == "settlement-statement" }
        #expect(!statements.isEmpty && statements.allSatisfy { $0["counterparty"] is String })
    }
}
