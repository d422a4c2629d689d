import Foundation
import Hubs
import TestSupport
import Testing

/// The sandbox's hubs push a month to our own OCPI host, found by the handshake alone.
@Suite(.serialized) struct SandboxPushTests {
    @Test(arguments: FaultProfile.allCases)
    func `a month that hubs push comes to what its files come to`(
        _ faults: FaultProfile
    ) async throws {
        let modules = ["locations", "tariffs", "tokens", "sessions", "cdrs"]
        let served = try ServedMonth(
            seed: 3, faults: faults.rawValue,
            live: ["--chargers", "0"] + modules.flatMap { ["--push", $0] })
        // Whatever comes, comes by push.
        try served.editRules {
            $0.replacingOccurrences(
                of: #"pull: \[.*\]"#, with: "pull: []", options: .regularExpression)
        }
        let scene = try OCPIScene(served)
        let (database, clearing) = (served.database, served.clearing)
        try await scene.hosting { peer in
            var clearing = clearing
            clearing.environment["CLEARING_VERSIONS_URL"] =
                "http://127.0.0.1:\(peer.port)/ocpi/versions"
            for hub in ServedMonth.hubs { try clearing.succeed("hub", "register", hub) }
            // Until nothing has come for a while.
            var (count, quiet) = ("0", 0)
            for _ in 0..<2400 where quiet < 30 || count == "0" {
                try await Task.sleep(for: .milliseconds(250))
                let now = try database.texts("SELECT count(*) FROM hub.push").first ?? "0"
                (count, quiet) = (now, now == count ? quiet + 1 : 0)
            }
        }
        let hubs = try database.texts("SELECT DISTINCT hub FROM hub.push ORDER BY 1")
        #expect(hubs == ServedMonth.hubs)
        try served.ingestOwn()
        try clearing.succeed("ingest", "--month", ServedMonth.month)
        try served.settle(clearing)

        let other = try ScratchDatabase()
        let fromFiles = try ClearingProcess(other)
        try fromFiles.succeed(
            "ingest", "--month", ServedMonth.month, "--from", served.folder.path("month"))
        try served.settle(fromFiles)
        #expect(
            try database.texts(PulledMonthTests.contents)
                == (try other.texts(PulledMonthTests.contents)))
        let positions = try database.positions()
        #expect(!positions.isEmpty)
        #expect(positions == (try other.positions()))
    }
}
