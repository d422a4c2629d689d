import Foundation
import TestSupport
import Testing

@testable import Store

@Suite struct QueryTests {
    private static let queries = Query.all

    @Test func `every query file is known to Swift, once, and embedded as it stands`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/Store/Queries").standardizedFileURL
        let paths = try #require(FileManager.default.enumerator(atPath: folder.path))
            .compactMap { $0 as? String }.filter { $0.hasSuffix(".sql") }
        let names = paths.map { URL(filePath: $0).deletingPathExtension().lastPathComponent }
        #expect(names.sorted() == Self.queries.map(\.name).sorted())
        for path in paths {
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            let name = URL(filePath: path).deletingPathExtension().lastPathComponent
            #expect(Self.queries.first { $0.name == name }?.text == text)
            #expect(text.hasPrefix("-- Grain:"), "\(path) says its grain first")
            #expect(text.contains("\n-- Locking:"), "\(path) says what it locks")
            #expect(text.contains("$1") == text.contains("\n-- Parameters:"), "\(path)")
        }
    }

    @Test func `every query prepares on the migrated schema and is what its struct says`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect()
        try connection.run(Query.createStaging.text, name: "staging")
        for query in Self.queries + Query.downwards where !query.isScript {
            let shape = try connection.describe(query)
            #expect(shape.parameters == query.parameters.map(\.oid), "\(query.name)")
            #expect(shape.columns.map(\.name) == query.columns.map(\.name), "\(query.name)")
            #expect(shape.columns.map(\.oid) == query.columns.map(\.type.oid), "\(query.name)")
        }
    }

    @Test func `every copy statement is accepted by the server`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect()
        try connection.run(Query.createStaging.text, name: "staging")
        for query in Self.queries where query.text.contains("\nCOPY ") {
            try connection.run(query.text, name: query.name)
            try connection.copyNothing(query.name)
        }
    }
}
