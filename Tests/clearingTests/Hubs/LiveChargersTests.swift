import Foundation
import TestSupport
import Testing

/// A newcomer's first minutes: hubs whose chargers work, and CDRs that arrive.
@Suite(.serialized) struct LiveChargersTests {
    @Test func `CDRs arrive with every pull, and each costs what its tariff says`() throws {
        // Nearly three hours of the chargers' time a second of ours.
        let served = try ServedMonth(sessions: 20, live: ["--speed", "10000"])
        try served.registerAll()
        try served.ingestOwn()
        let count = "SELECT count(*) FROM intake.cdr WHERE cdr_id LIKE '%-LIVE-%'"
        let hubs =
            "SELECT DISTINCT hub FROM intake.cdr WHERE cdr_id LIKE '%-LIVE-%' ORDER BY 1"
        var counts: [Int] = []
        var delivered = 0
        for _ in 0..<200 where Set(counts).count < 3 || delivered < 5 {
            Thread.sleep(forTimeInterval: 0.5)
            try served.clearing.succeed("ingest", "--month", ServedMonth.month, "--all")
            counts.append(Int(try served.database.texts(count).first ?? "") ?? 0)
            delivered = try served.database.texts(hubs).count
        }
        #expect(Set(counts).count >= 3 && counts == counts.sorted(), "\(counts)")
        #expect(delivered == 5)
        // Sessions change from running to over; nothing of the chargers is refused or in conflict.
        #expect(
            try served.database.texts(
                "SELECT count(*) > 0 FROM intake.session WHERE session_id LIKE '%-LIVE-%'"
                    + " AND version > 1") == ["t"])
        #expect(
            try served.database.texts(
                "SELECT count(*) FROM intake.standing_reject WHERE object_id LIKE '%-LIVE-%'")
                == ["0"])
        try served.settle(served.clearing)
        let lines = try served.clearing.succeed(
            "dispositions", "--month", ServedMonth.month, "--json"
        ).split(separator: "\n").filter { $0.contains("-LIVE-CDR-") }
        #expect(!lines.isEmpty)
        for line in lines {
            let object = try JSONObject(String(line))
            // Our own platform is not simulated, so it knows of no such session.
            #expect(object.text("disposition") == "MISSING_SESSION")
            #expect(object.text("ours") != nil && object.text("ours") == object.text("theirs"))
        }
    }

    @Test func `without chargers the hubs have what the month has, at real time`() throws {
        let served = try ServedMonth(sessions: 20)
        try served.clearing.succeed("hub", "register", "gireve")
        try served.clearing.succeed("ingest", "--month", ServedMonth.month)
        #expect(
            try served.database.texts(
                "SELECT count(*) FROM intake.cdr WHERE cdr_id LIKE '%-LIVE-%'") == ["0"])
    }
}
