import Foundation
import TestSupport
import Testing

/// An ingest that is killed at any moment loses nothing and takes nothing twice.
@Suite(.serialized) struct PullKillTests {
    @Test
    func `killed again and again and run to its end, a pull leaves what an undisturbed one does`()
        throws
    {
        let served = try ServedMonth(seed: 5, sessions: 600, faults: "drops")
        try served.registerAll()
        let undisturbed = try ServedMonth(seed: 5, sessions: 600)
        try undisturbed.registerAll()
        let clock = ContinuousClock()
        let begun = clock.now
        try undisturbed.clearing.succeed("ingest", "--month", ServedMonth.month)
        let whole = (clock.now - begun) / .milliseconds(1)
        // Each later than the one before, until one is through before its time: however much slower or
        // faster the machine has become since, most of them are killed in the middle.
        var (killed, isThrough, delay) = (0, false, whole / 1000 * 0.04)
        while !isThrough, killed < 40 {
            let process = try served.clearing.start(
                ["ingest", "--month", ServedMonth.month],
                output: served.folder.url("o"), errors: served.folder.url("e"))
            Thread.sleep(forTimeInterval: delay)
            delay *= 1.25
            isThrough = !process.isRunning
            if !isThrough { killed += 1 }
            process.forceKill()
            process.waitUntilExit()
            // A bookmark stands for a run that was closed, and for no other.
            #expect(
                try served.database.texts(
                    "SELECT count(*) FROM intake.bookmark JOIN runs.run USING (run_id)"
                        + " WHERE status <> 'closed'") == ["0"])
        }
        #expect(killed >= 4)
        try served.clearing.succeed("ingest", "--month", ServedMonth.month)
        let expected = try undisturbed.database.texts(PulledMonthTests.contents)
        #expect(!expected.isEmpty)
        #expect(try served.database.texts(PulledMonthTests.contents) == expected)
        #expect(
            try served.database.texts(
                "SELECT count(*) FROM intake.standing_bookmark") == ["30"])
        // What was refused is listed once.
        let rejects =
            "SELECT code || pointer || coalesce(object_id, '') FROM intake.standing_reject"
        #expect(
            try served.database.texts("SELECT DISTINCT \(rejects.dropFirst(7)) ORDER BY 1")
                == (try undisturbed.database.texts(
                    "SELECT DISTINCT \(rejects.dropFirst(7)) ORDER BY 1")))
    }
}
