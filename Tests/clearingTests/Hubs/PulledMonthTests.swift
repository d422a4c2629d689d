import Foundation
import Hubs
import TestSupport
import Testing

/// A month pulled from six hubs over sockets comes to what the sandbox put into it, whatever goes wrong
/// on the way.
@Suite(.serialized) struct PulledMonthTests {
    @Test(arguments: FaultProfile.allCases)
    func `the pulled month equals the truth and the month from files`(
        _ faults: FaultProfile
    ) throws {
        let served = try ServedMonth(seed: 3, faults: faults.rawValue)
        try served.registerAll()
        try served.ingestOwn()
        try served.clearing.succeed("ingest", "--month", ServedMonth.month)
        try served.settle(served.clearing)
        let truth = try Truth(directory: served.folder.url("month"))
        let lines = try served.lines(served.clearing)
        #expect(lines.symmetricDifference(truth.lines).isEmpty)

        let other = try ScratchDatabase()
        let fromFiles = try ClearingProcess(other)
        try fromFiles.succeed(
            "ingest", "--month", ServedMonth.month, "--from", served.folder.path("month"))
        try served.settle(fromFiles)
        let positions = try served.database.positions()
        #expect(!positions.isEmpty)
        #expect(positions == (try other.positions()))
    }

    @Test func `a hub that offers 2-3-0 is spoken to in it, and brings the same`() throws {
        let served = try ServedMonth(seed: 3)
        // Of the versions both speak the highest is chosen; the rule says how far we go.
        try served.editRules {
            $0.contains("/ev-recharge/")
                ? $0.replacingOccurrences(of: "version: \"2.2.1\"", with: "version: \"2.3.0\"") : $0
        }
        try served.registerAll()
        #expect(
            try served.database.texts("SELECT version FROM hub.event WHERE hub = 'ev-recharge'")
                == ["2.3.0"])
        try served.ingestOwn()
        try served.clearing.succeed("ingest", "--month", ServedMonth.month)
        let places = try served.database.texts(
            "SELECT DISTINCT url LIKE '%/2.3.0/%' FROM intake.receipt WHERE hub = 'ev-recharge'")
        #expect(places == ["t"])
        try served.settle(served.clearing)
        let truth = try Truth(directory: served.folder.url("month"))
        #expect(try served.lines(served.clearing).symmetricDifference(truth.lines).isEmpty)
        // The files are of 2.2.1, as the shipped rules say.
        let other = try ScratchDatabase()
        var fromFiles = try ClearingProcess(other)
        fromFiles.environment["CLEARING_RULES"] = Checkout.rules.path
        try fromFiles.succeed(
            "ingest", "--month", ServedMonth.month, "--from", served.folder.path("month"))
        try served.settle(fromFiles)
        let positions = try served.database.positions()
        #expect(!positions.isEmpty)
        #expect(positions == (try other.positions()))
    }

    @Test func `what came is receipted with the ids of its request`() throws {
        let served = try ServedMonth()
        try served.registerAll()
        try served.clearing.succeed("ingest", "--month", ServedMonth.month)
        let database = served.database
        #expect(
            try database.texts(
                "SELECT count(*) FROM intake.page AS page WHERE NOT EXISTS (SELECT FROM intake.receipt"
                    + " AS receipt WHERE receipt.run_id = page.run_id AND receipt.source = page.source)"
            ) == ["0"])
        let ids = try database.texts("SELECT request_id FROM intake.receipt")
        #expect(Set(ids).count == ids.count && ids.count > 30)
        #expect(ids.allSatisfy { UUID(uuidString: $0) != nil })
        // One correlation a hub and module.
        #expect(
            try database.texts(
                "SELECT count(DISTINCT correlation_id) = count(DISTINCT (hub, module))"
                    + " FROM intake.receipt") == ["t"])
        #expect(
            try database.texts("SELECT count(*) FROM intake.bookmark") == ["30"])
    }

    @Test func `a second pull asks for what changed and finds nothing new`() throws {
        let served = try ServedMonth()
        try served.registerAll()
        try served.clearing.succeed("ingest", "--month", ServedMonth.month)
        let before = try served.database.texts(Self.contents)
        let again = try JSONObject(
            served.clearing.succeed("ingest", "--month", ServedMonth.month, "--all", "--json"))
        #expect(again.integers("counts")["new"] == 0)
        #expect(again.integers("counts")["versions"] == 0)
        #expect(try served.database.texts(Self.contents) == before)
        let dated = try served.database.texts(
            "SELECT DISTINCT url LIKE '%date_from=%' FROM intake.receipt"
                + " WHERE run_id = (SELECT max(run_id) FROM intake.receipt)")
        #expect(dated == ["t"])
    }

    /// Every object with its bytes and its version, whatever it was numbered.
    static let contents = """
        SELECT kind || hub || party || id || version || encode(sha256, 'hex')
        FROM (
            SELECT 'c' AS kind, hub, party, cdr_id AS id, version, sha256 FROM intake.cdr
            UNION ALL SELECT 's', hub, party, session_id, version, sha256 FROM intake.session
            UNION ALL SELECT 't', hub, party, tariff_id, version, sha256 FROM intake.tariff
            UNION ALL SELECT 'l', hub, party, location_id, version, sha256 FROM intake.location
            UNION ALL SELECT 'k', hub, party, token_uid, version, sha256 FROM intake.token
        ) AS object
        ORDER BY 1
        """

    @Test func `one hub that is not there stops no other, and says to come again`() throws {
        let served = try ServedMonth()
        try served.registerAll()
        try served.editRules { text in
            guard text.contains("/gireve/") else { return text }
            // The endpoints stay those of the registration; only this host is allowed now.
            return text.replacingOccurrences(
                of: #"(http://|")127\.0\.0\.1:\d+"#, with: "$1127.0.0.1:1",
                options: .regularExpression)
        }
        let ended = try served.clearing.run("ingest", "--month", ServedMonth.month, "--json")
        #expect(ended.code == 69, "\(ended.errors)")
        #expect(ended.errors.contains("gireve") && ended.errors.contains("ADDRESS_REFUSED"))
        let hubs = try served.database.texts("SELECT DISTINCT hub FROM intake.cdr ORDER BY 1")
        #expect(hubs == ServedMonth.hubs.filter { $0 != "gireve" })
        #expect(
            try served.database.texts("SELECT count(*) FROM intake.bookmark WHERE hub = 'gireve'")
                == ["0"])
    }

    @Test func `only the hub and module that were asked for are pulled`() throws {
        let served = try ServedMonth()
        try served.registerAll()
        try served.clearing.succeed(
            "ingest", "--month", ServedMonth.month, "--hub", "hubject", "--module", "tariffs")
        #expect(
            try served.database.texts("SELECT DISTINCT hub || '/' || module FROM intake.receipt")
                == ["hubject/tariffs"])
    }
}
