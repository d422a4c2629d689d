import Foundation
import TestSupport
import Testing

/// How the objects are packed says nothing about the month.
@Suite struct ShapeTests {
    enum Shape: String, CaseIterable, Sendable {
        case lines, array, envelope, oneEach
    }

    @Test(arguments: ["both-sides", "credits-and-duplicates"], Shape.allCases)
    func `the same objects in another shape, plain or gzip, come out the same`(
        _ name: String, _ shape: Shape
    ) throws {
        let plain = try ClearedMonth(of: MonthCase.input(name))
        let folder = try repacked(name, as: shape) { $0 }
        let other = try ClearedMonth(of: folder.url("in"))
        expectSame(other, plain)
        for file in try folder.contents(below: "in") {
            try gzip(folder.path("in/\(file.path)"))
        }
        expectSame(try ClearedMonth(of: folder.url("in")), plain)
    }

    @Test func `the order of files and of objects in them changes nothing`() throws {
        let plain = try ClearedMonth(of: MonthCase.input("both-sides"))
        let reversed = try repacked("both-sides", as: .oneEach) { $0.reversed() }
        expectSame(try ClearedMonth(of: reversed.url("in")), plain)
        // Odd places first: neither sorted nor reversed.
        let shuffled = try repacked("both-sides", as: .lines) { objects in
            let (odd, even) = (
                objects.indices.filter { $0 % 2 == 1 }, objects.indices.filter { $0 % 2 == 0 }
            )
            return (odd + even).map { objects[$0] }
        }
        expectSame(try ClearedMonth(of: shuffled.url("in")), plain)
    }

    /// All but the refused objects, which name their place in the file.
    private func expectSame(_ month: ClearedMonth, _ other: ClearedMonth) {
        let places = ["rejects.ndjson", "exceptions-2026-10-refused-objects.csv"]
        #expect(month.positions == other.positions)
        #expect(month.files.map(\.path) == other.files.map(\.path))
        for (new, old) in zip(month.files, other.files) where !places.contains(new.path) {
            #expect(withoutPlaces(new.text) == withoutPlaces(old.text), "\(new.path)")
        }
    }

    /// A REJECTED line ends with file and line in brackets.
    private func withoutPlaces(_ text: String) -> String {
        text.replacing(/\ \(hubs\/[^)]*, line [0-9]+\)/, with: "")
    }

    /// The case's input with its objects, which stand one a line, in other files.
    private func repacked(
        _ name: String, as shape: Shape, order: ([String]) -> [String]
    ) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (path, data) in try filesBelow(MonthCase.input(name)) {
            let objects = order(
                String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
                    .filter { $0.hasPrefix("{") && !$0.hasSuffix("[") }
                    .map { $0.hasSuffix(",") ? String($0.dropLast()) : $0 })
            #expect(!objects.isEmpty)
            let stem = "in/" + path.prefix { $0 != "." }
            switch shape {
            case .lines: try folder.write(objects.joined(separator: "\n"), to: "\(stem).x")
            case .array:
                try folder.write(
                    "[\r\n" + objects.joined(separator: " ,\r\n") + "]", to: "\(stem).json")
            case .envelope:
                try folder.write(
                    "\n{\"status_code\": 1000, \"timestamp\": \"2026-11-03T04:00:00Z\", \"data\": ["
                        + objects.joined(separator: ",") + "], \"status_message\": \"ok\"}\n",
                    to: "\(stem).json")
            case .oneEach:
                for (index, object) in objects.enumerated() {
                    try folder.write(object, to: "\(stem)-\(100 + index).json")
                }
            }
        }
        return folder
    }

    /// Compresses a file in place; the name does not say so, the bytes do.
    private func gzip(_ path: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "sh", "-c", "gzip -c \"$1\" > \"$1.part\" && mv \"$1.part\" \"$1\"", "sh", path,
        ]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
