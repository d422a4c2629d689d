import Foundation
import Reporting
import Store
import TestSupport
import Testing

@testable import clearing

/// Every folder in Reports/, found by listing: what report.yaml says is what the SQL gives.
@Suite struct ReportFolderTests {
    private static let names = Checkout.folders(in: Checkout.reports)
    private static let scratch = Result { try ScratchDatabase() }

    @Test func `every folder is a report, and every report a folder`() throws {
        #expect(!Self.names.isEmpty, "the tree was not found")
        #expect(try ReportFolder.all(in: Checkout.reports).map(\.definition.name) == Self.names)
    }

    @Test(arguments: names)
    func `every file of a report is used by it`(_ name: String) throws {
        let folder = try folder(name)
        let files = try filesBelow(Checkout.reports.appendingPathComponent(name)).map(\.path)
            .filter { !$0.hasPrefix("example/") }
        #expect(files == (["report.yaml"] + folder.queries.keys).sorted())
    }

    @Test(arguments: names)
    func `each sheet's SQL prepares and gives the columns of report.yaml in their types`(
        _ name: String
    ) throws {
        let folder = try folder(name)
        let connection = try Self.scratch.get().connect(as: .reader)
        for sheet in folder.definition.sheets {
            let columns = try connection.describeReport(
                folder.sql(sheet.query), name: sheet.query,
                perCounterparty: folder.definition.audience != .everyone)
            #expect(columns.map(\.name) == sheet.columns.map(\.key), "\(sheet.query)")
            for (given, wanted) in zip(columns, sheet.columns) {
                #expect(given.kind == kind(of: wanted.type), "\(sheet.query), \(wanted.key)")
            }
        }
        if case .perCounterparty(let list) = folder.definition.audience {
            let columns = try connection.describeReport(folder.sql(list), name: list)
            #expect(columns.map(\.kind) == [.text], "\(list)")
        }
    }

    /// Reports/README.md, "type".
    private func kind(of type: ColumnType) -> ReportColumn.Kind {
        switch type {
        case .text: .text
        case .integer, .duration: .integer
        case .money, .energy, .number, .percent: .decimal
        case .date: .day
        case .instant: .instant
        }
    }

    @Test(arguments: names)
    func `a query reads what is published, names its rows' grain and has a fixed order`(
        _ name: String
    ) throws {
        for (file, sql) in try folder(name).queries.sorted(by: { $0.key < $1.key }) {
            #expect(sql.hasPrefix("-- Grain: "), "\(file)")
            #expect(sql.contains("\nORDER BY"), "\(file)")
            let tables = sql.components(separatedBy: "FROM ").dropFirst().map {
                $0.prefix { !$0.isWhitespace }
            }
            #expect(
                tables.allSatisfy { $0.hasPrefix("published.") || $0 == "(" }, "\(file): \(tables)")
        }
    }

    @Test(arguments: names)
    func `money that is totalled has a currency, and every header differs`(_ name: String) throws {
        for sheet in try folder(name).definition.sheets {
            for column in sheet.columns where column.type == .money {
                #expect(column.currency != nil, "\(sheet.name), \(column.key)")
            }
            #expect(Set(sheet.columns.map(\.header)).count == sheet.columns.count)
        }
    }

    private func folder(_ name: String) throws -> ReportFolder {
        try #require(
            try ReportFolder.all(in: Checkout.reports).first { $0.definition.name == name })
    }
}
