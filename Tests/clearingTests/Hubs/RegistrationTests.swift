import Foundation
import Hubs
import TestSupport
import Testing

@testable import clearing

/// The handshake with real servers, and where its secrets are and are not.
@Suite(.serialized) struct RegistrationTests {
    @Test func `register, rotate, leave, each once and in this order`() throws {
        let served = try ServedMonth(sessions: 20)
        let clearing = served.clearing
        let first = try clearing.run("hub", "register", "hubject", "--json")
        #expect(first.code == 0, "\(first.errors)")
        #expect(try JSONObject(first.output).text("version") == "2.2.1")
        #expect(try clearing.run("hub", "register", "hubject").code == 64)
        #expect(try clearing.run("hub", "rotate", "gireve").code == 69)
        let sealed = try served.database.texts("SELECT encode(token, 'hex') FROM hub.event")
        try clearing.succeed("hub", "rotate", "hubject")
        try clearing.succeed("ingest", "--month", ServedMonth.month, "--hub", "hubject")
        try clearing.succeed("hub", "leave", "hubject")
        #expect(
            try clearing.run("ingest", "--month", ServedMonth.month, "--hub", "hubject").code == 69)
        // Having left, token A opens the door again.
        try clearing.succeed("hub", "register", "hubject")
        let events = try served.database.texts("SELECT event FROM hub.event ORDER BY ordinal")
        #expect(events == ["REGISTERED", "ROTATED", "LEFT", "REGISTERED"])
        let later = try served.database.texts(
            "SELECT encode(token, 'hex') FROM hub.event WHERE token IS NOT NULL")
        #expect(Set(later).count == 3 && later.contains(sealed[0]))
    }

    @Test func `the old link speaks 2-1-1 and the others 2-2-1`() throws {
        let served = try ServedMonth(sessions: 20)
        try served.registerAll()
        let versions = try served.database.texts(
            "SELECT hub || ' ' || version FROM hub.event ORDER BY hub")
        #expect(versions.last == "volt-link 2.1.1")
        #expect(versions.dropLast().allSatisfy { $0.hasSuffix(" 2.2.1") })
        let listed = try served.clearing.succeed("hub", "list")
        #expect(listed.components(separatedBy: "registered").count == 7)
    }

    @Test func `no token is printed, and none can be read in the database`() throws {
        let served = try ServedMonth(sessions: 20)
        var said = ""
        for arguments in [
            ["hub", "register", "hubject"], ["hub", "rotate", "hubject"],
            ["hub", "list"], ["ingest", "--month", ServedMonth.month, "--hub", "hubject"],
        ] {
            let ended = try served.clearing.run(arguments)
            #expect(ended.code == 0, "\(ended.errors)")
            said += ended.output + ended.errors
        }
        let box = try #require(SecretBox(key: [UInt8](repeating: 0x5A, count: 32)))
        let sealed = try served.database.texts(
            "SELECT encode(token, 'hex') FROM hub.event ORDER BY ordinal")
        let tokens = try sealed.map { hex in
            try box.open(try #require(Self.bytes(hex)), for: "token of hubject")
        }
        #expect(Set(tokens).count == 2)
        let dump = try served.database.texts(
            "SELECT to_jsonb(agreed)::text FROM hub.event AS agreed"
        ).joined()
        let tokenA = try #require(served.clearing.environment["CLEARING_TOKEN_HUBJECT"])
        for token in tokens + [tokenA] {
            #expect(token.utf8.count == 36)
            #expect(!said.contains(token) && !dump.contains(token))
            let hex = token.utf8.map { String($0, radix: 16) }.joined()
            #expect(!dump.contains(hex))
        }
    }

    @Test func `another key opens nothing, and no key asks for one`() throws {
        let served = try ServedMonth(sessions: 20)
        try served.clearing.succeed("hub", "register", "hubject")
        var other = served.clearing
        other.environment["CLEARING_HUB_KEY"] = String(repeating: "5b", count: 32)
        let ended = try other.run("ingest", "--month", ServedMonth.month)
        #expect(ended.code == 69 && ended.errors.contains("CLEARING_HUB_KEY"))
        other.environment["CLEARING_HUB_KEY"] = "short"
        #expect(try other.run("hub", "rotate", "hubject").code == 64)
        other.environment["CLEARING_HUB_KEY"] = ""
        #expect(try other.run("hub", "rotate", "hubject").code == 69)
    }

    @Test func `a wrong token A registers nothing`() throws {
        let served = try ServedMonth(sessions: 20)
        var wrong = served.clearing
        wrong.environment["CLEARING_TOKEN_HUBJECT"] = "not-the-token"
        let ended = try wrong.run("hub", "register", "hubject")
        #expect(ended.code == 69 && ended.errors.contains("TOKEN_REFUSED"))
        #expect(!ended.errors.contains("not-the-token"))
        #expect(try served.database.texts("SELECT count(*) FROM hub.event") == ["0"])
    }

    @Test
    func `a handshake that is cut off leaves the token the hub may hold, and says what to do`()
        throws
    {
        let served = try ServedMonth(sessions: 20)
        let (clearing, database) = (served.clearing, served.database)
        // The hub answers, and what it said never reaches our table, as when we die in between.
        _ = try database.texts(
            """
            CREATE TABLE public.lost AS TABLE hub.event WITH NO DATA;
            CREATE FUNCTION public.lose() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS
                $$ BEGIN INSERT INTO public.lost VALUES (NEW.*); RETURN NULL; END $$;
            CREATE TRIGGER lose BEFORE INSERT ON hub.event FOR EACH ROW EXECUTE FUNCTION public.lose();
            """)
        _ = try clearing.run("hub", "register", "hubject")
        _ = try database.texts("DROP TRIGGER lose ON hub.event")
        #expect(try database.texts("SELECT count(*) FROM hub.event") == ["0"])
        let kept = try database.texts("SELECT encode(token_for_hub, 'hex') FROM hub.intent")
        #expect(kept.count == 1)

        let refused = try clearing.run("hub", "register", "hubject")
        #expect(refused.code == 69)
        #expect(refused.errors.contains("TOKEN_REFUSED"))
        #expect(refused.errors.contains("a registration was begun and cut off"))
        #expect(refused.errors.contains("new token A"))

        try letGo(served, what: "public.lost")
        try clearing.succeed("hub", "register", "hubject", "--anew")
        try clearing.succeed("ingest", "--month", ServedMonth.month, "--hub", "hubject")
        // Whichever handshake the hub remembers, it holds the one token we gave.
        #expect(try database.texts("SELECT encode(token_for_hub, 'hex') FROM hub.intent") == kept)
        let box = try #require(SecretBox(key: [UInt8](repeating: 0x5A, count: 32)))
        let given = try database.texts("SELECT encode(token_for_hub, 'hex') FROM hub.event") + kept
        let tokens = try given.map {
            try box.open(try #require(Self.bytes($0)), for: "token for it of hubject")
        }
        #expect(tokens.count == 2 && Set(tokens).count == 1)
        // The handshake is over: the next one gives another token.
        try clearing.succeed("hub", "rotate", "hubject")
        #expect(try database.texts("SELECT count(*) FROM hub.intent") == ["2"])
    }

    /// The hub undoes a registration, as its people would when asked: another clearing that knows what
    /// was agreed leaves.
    private func letGo(_ served: ServedMonth, what table: String) throws {
        let event = try #require(
            try served.database.texts(
                "SELECT quote_literal(to_json(agreed)) FROM \(table) AS agreed"
            )
            .first)
        let other = try ScratchDatabase()
        _ = try other.texts(
            "INSERT INTO hub.event SELECT * FROM json_populate_record(NULL::hub.event, \(event))")
        var elsewhere = served.clearing
        elsewhere.environment["DATABASE_URL"] = try other.url
        try elsewhere.succeed("hub", "leave", "hubject")
    }

    @Test func `a hub that has forgotten us is registered with anew`() throws {
        let served = try ServedMonth(sessions: 20)
        let clearing = served.clearing
        try clearing.succeed("hub", "register", "hubject")
        try letGo(served, what: "hub.event")
        #expect(try clearing.run("ingest", "--month", ServedMonth.month).code == 69)
        let again = try clearing.run("hub", "register", "hubject")
        #expect(again.code == 64 && again.errors.contains("--anew"))
        try clearing.succeed("hub", "register", "hubject", "--anew")
        try clearing.succeed("ingest", "--month", ServedMonth.month)
    }

    private static func bytes(_ hex: String) -> [UInt8]? {
        let digits = Array(hex)
        return stride(from: 0, to: digits.count - 1, by: 2).reduce(into: [UInt8]?([])) {
            bytes, at in
            guard let byte = UInt8(String(digits[at...at + 1]), radix: 16) else {
                bytes = nil
                return
            }
            bytes?.append(byte)
        }
    }
}
