import Roaming
import TestSupport
import Testing

@testable import Store

/// The set-based merge against a merge that looks at one object after the other.
@Suite struct MergeOracleTests {
    private struct Received: Hashable {
        let id: Int
        let content: Int
    }

    private struct Stored: Hashable {
        let id: Int
        let content: Int
        let version: Int
    }

    /// Whose CDRs they are; rows are laid down by partner, which must not decide what came first.
    enum Partners: CaseIterable { case one, byID, byContent }

    @Test(arguments: [1, 2, 3] as [UInt64], Partners.allCases)
    func `any split into shards and pages, killed or not, stores what one by one would`(
        seed: UInt64, partners: Partners
    ) throws {
        var random = Generator(state: seed)
        let objects = (0..<300).map { _ in
            Received(id: Int(random.next() % 25), content: Int(random.next() % 4))
        }
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .ingest)
        let run = try Sample.open(.ingest, on: connection)
        var rest = objects[...]
        var shard = 0
        var (new, versions) = (0, 0)
        while !rest.isEmpty {
            let part = rest.prefix(Int(random.next() % 60) + 1)
            if random.next() % 4 == 0 {
                try write(part, partners, shard, run, on: connection, .kill)
            }
            let counts = try write(part, partners, shard, run, on: connection, .commit)
            new += counts?.new ?? 0
            versions += counts?.versions ?? 0
            rest = rest.dropFirst(part.count)
            shard += 1
        }
        let expected = oneByOne(objects)
        let query = Query(
            "stored",
            Array(
                """
                SELECT cdr_id, convert_from(rtrim(sha256, '\\x00'::bytea), 'UTF8') AS content,
                    version
                FROM intake.cdr ORDER BY object
                """.utf8), gives: ["cdr_id": .text, "content": .text, "version": .int4])
        let stored = try scratch.connect().rows(query) { row in
            Stored(
                id: Int(row.text(0)) ?? -1, content: Int(row.text(1)) ?? -1,
                version: row.int4(2))
        }
        #expect(stored == expected)
        #expect(new == Set(objects.map(\.id)).count)
        #expect(new + versions == expected.count)
    }

    private enum End { case commit, kill }

    @discardableResult
    private func write(
        _ objects: ArraySlice<Received>, _ partners: Partners, _ number: Int, _ run: Run,
        on connection: Connection, _ end: End
    ) throws -> IntakeCounts.Objects? {
        var shard = try connection.beginIntake(run, shard: number, firstPage: connection.nextPage())
        var (page, ordinal) = (newPage(shard.firstPage), 0)
        for object in objects {
            if ordinal == 7 {
                page.seal([0])
                try shard.write(page)
                (page, ordinal) = (newPage(page.page + 1), 0)
            }
            try page.add(
                Sample.cdr("\(object.id)"), standing(of: object, partners),
                at: Sample.place(ordinal, content: "\(object.content)"))
            ordinal += 1
        }
        page.seal([0])
        try shard.write(page)
        let counts = try shard.merge()
        guard end == .commit else { return nil }
        try shard.transaction.finishShard(number, of: run, label: "", now: ScratchDatabase.now)
        try shard.commit()
        return counts.objects[.cdrs]
    }

    private func standing(of object: Received, _ partners: Partners) -> Standing {
        let names = ["IN-ZEO", "DE-ABC", "FR-IZI", "NL-TNM"]
        let name =
            switch partners {
            case .one: 0
            case .byID: object.id % 4
            case .byContent: object.content
            }
        return .roaming(
            .emsp, counterparty: Sample.party(names[name]), own: Sample.party("IN-MGE"))
    }

    private func newPage(_ number: Int64) -> PageRows {
        PageRows(book: 1, page: number, hub: "hubject", kind: .cdrs, source: "c")
    }

    private func oneByOne(_ objects: [Received]) -> [Stored] {
        var contents: [Int: [Int]] = [:]
        var stored: [Stored] = []
        for object in objects {
            var known = contents[object.id] ?? []
            guard !known.contains(object.content) else { continue }
            known.append(object.content)
            contents[object.id] = known
            stored.append(
                Stored(id: object.id, content: object.content, version: known.count))
        }
        return stored
    }
}

/// SplitMix64: the same numbers for the same seed everywhere.
private struct Generator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
