import Roaming
import TestSupport
import Testing

@testable import Store

@Suite struct RunTests {
    private let now = ScratchDatabase.now

    @Test func `a job that was never run starts fresh, with dense numbers`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .rate)
        let first = try fresh(connection.openRun(identity("a"), now: now))
        try close(first, on: connection)
        let second = try fresh(connection.openRun(identity("b"), now: now))
        #expect((first.id, second.id) == (1, 2))
        #expect(second.identity == identity("b"))
        #expect(second.startedAt == now)
    }

    @Test func `a result that stands is not made again`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .rate)
        let run = try fresh(connection.openRun(identity("a"), now: now))
        try close(run, on: connection)
        guard case .alreadyClosed(let closed) = try connection.openRun(identity("a"), now: now)
        else { throw Unexpected() }
        #expect(closed.id == run.id)
        #expect(closed.status == .closed)
        #expect(closed.summary == "{}")
        #expect(closed.files == ["a.csv", "b.csv"])
        #expect(try scratch.connect().takeLock(.rate, identity("a").month), "the lock is free")
    }

    @Test func `rules that went there and back are run again`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .rate)
        for key in ["a", "b", "a"] {
            try close(fresh(connection.openRun(identity(key), now: now)), on: connection)
        }
        #expect(try connection.latestClosedRun(.rate, identity("a").month)?.id == 3)
    }

    @Test func `a killed run is resumed after its finished shards`() throws {
        let scratch = try ScratchDatabase()
        var run: Run?
        do {
            let killed = try scratch.connect(as: .rate)
            let opened = try fresh(killed.openRun(identity("a"), now: now))
            let done = try killed.begin()
            try done.finishShard(0, of: opened, label: "own", summary: "7", now: now)
            try done.commit()
            let halfway = try killed.begin()
            try halfway.finishShard(1, of: opened, label: "hub", now: now)
            run = opened
        }
        let connection = try scratch.connect(as: .rate)
        let opening = try connection.openRun(identity("a"), now: now)
        let finished = FinishedShard(shard: 0, label: "own", summary: "7")
        #expect(opening == .resume(try #require(run), finished: [finished]))
    }

    @Test func `an open run whose inputs changed is abandoned`() throws {
        let scratch = try ScratchDatabase()
        do {
            let killed = try scratch.connect(as: .rate)
            _ = try killed.openRun(identity("a"), now: now)
        }
        let connection = try scratch.connect(as: .rate)
        let run = try fresh(connection.openRun(identity("b"), now: now))
        #expect(try connection.runs(of: nil).map(\.status) == [.abandoned, .open])
        #expect(run.id == 2)
    }

    @Test func `a failed run is not resumed`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .rate)
        let run = try fresh(connection.openRun(identity("a"), now: now))
        let transaction = try connection.begin()
        try transaction.failRun(run, because: "tariff pages are damaged", now: now)
        try transaction.commit()
        #expect(try fresh(connection.openRun(identity("a"), now: now)).id == 2)
    }

    @Test func `a second process finds the job busy, another month is free`() throws {
        let scratch = try ScratchDatabase()
        let one = try scratch.connect(as: .rate)
        let two = try scratch.connect(as: .rate)
        _ = try one.openRun(identity("a"), now: now)
        #expect(try two.openRun(identity("a"), now: now, patience: 10) == .busy)
        var next = identity("a")
        next.month = next.month.next
        _ = try fresh(two.openRun(next, now: now, patience: 10))
    }

    @Test func `a run that was ended elsewhere cannot be closed`() throws {
        let scratch = try ScratchDatabase()
        let connection = try scratch.connect(as: .rate)
        let run = try fresh(connection.openRun(identity("a"), now: now))
        try close(run, on: connection)
        #expect(throws: StoreError.self) { try close(run, on: connection) }
    }

    private func close(_ run: Run, on connection: Connection) throws {
        let transaction = try connection.begin()
        try transaction.closeRun(run, summary: "{}", files: ["a.csv", "b.csv"], now: now)
        try transaction.commit()
    }

    private func fresh(_ opening: Opening) throws -> Run {
        guard case .fresh(let run) = opening else { throw Unexpected() }
        return run
    }

    private func identity(_ key: String) -> RunIdentity {
        var identity = Sample.identity(.rate)
        identity.key = String(repeating: key, count: 64)
        return identity
    }
}

struct Unexpected: Error {}
