import Intake
import Roaming
import Testing

@testable import Hubs

/// What pushes make of what was there, by the specification's words and examples.
@Suite struct PushedObjectsTests {
    private func after(
        _ method: String, _ body: String, to path: [String], of module: Module,
        version: OCPIVersion = .v221, held: String?
    ) throws(PushedObjects.Fault) -> String {
        guard let place = PushedPlace(path, of: module) else { throw .unknown("no place") }
        var reader = JSONReader()
        return String(
            decoding: try PushedObjects.object(
                after: method, Array(body.utf8), at: place, of: module, version,
                held: held.map { Array($0.utf8) }, using: &reader), as: UTF8.self)
    }

    private func fault(
        _ method: String, _ body: String, to path: [String], of module: Module, held: String?
    ) -> PushedObjects.Fault? {
        do throws(PushedObjects.Fault) {
            _ = try after(method, body, to: path, of: module, held: held)
            return nil
        } catch {
            return error
        }
    }

    private let token = ["NL", "TNM", "012345678"]

    @Test func `a patch replaces what it names and keeps every other byte`() throws {
        let held = "{\"uid\": \"012345678\",\"valid\":true, \"price\": 1.10e1 ,\"x\":[ 1,2 ]}"
        let patched = try after(
            "PATCH", "{\"valid\": false, \"last_updated\": \"2019-06-19T02:11:11Z\"}", to: token,
            of: .tokens, held: held)
        #expect(
            patched
                == "{\"uid\":\"012345678\",\"valid\":false,\"price\":1.10e1,\"x\":[ 1,2 ],"
                + "\"last_updated\":\"2019-06-19T02:11:11Z\"}")
    }

    @Test func `a patch without last_updated is refused, in 2-1-1 it is not`() throws {
        let body = "{\"valid\":false}"
        guard
            case .bad(let reject)? = fault(
                "PATCH", body, to: token, of: .tokens, held: "{\"valid\":true}")
        else {
            Issue.record("it was taken")
            return
        }
        #expect(reject.code == "MISSING_FIELD" && reject.pointer == "/last_updated")
        #expect(
            try after(
                "PATCH", body, to: token, of: .tokens, version: .v211, held: "{\"valid\":true}")
                == body)
    }

    @Test func `what is not there cannot be patched`() {
        let body = "{\"valid\":false,\"last_updated\":\"2019-06-19T02:11:11Z\"}"
        guard case .unknown? = fault("PATCH", body, to: token, of: .tokens, held: nil) else {
            Issue.record("it was taken")
            return
        }
    }

    @Test(arguments: ["[]", "1", "{\"valid\":false", "{\"a\":1,\"a\":2}", ""])
    func `a patch that is no object is refused with a place`(_ body: String) {
        guard case .bad? = fault("PATCH", body, to: token, of: .tokens, held: "{}") else {
            Issue.record("it was taken")
            return
        }
    }

    /// "this SHALL be processed as a request to add all the ChargingPeriod objects" (mod_sessions).
    @Test func `periods of a session's patch are added, in 2-1-1 they replace`() throws {
        let path = ["NL", "STK", "101"]
        let held = "{\"id\":\"101\",\"charging_periods\":[{\"n\":1}]}"
        let body = "{\"charging_periods\":[{\"n\":2},{\"n\":3}],\"last_updated\":\"T\"}"
        #expect(
            try after("PATCH", body, to: path, of: .sessions, held: held)
                == "{\"id\":\"101\",\"charging_periods\":[{\"n\":1},{\"n\":2},{\"n\":3}],"
                + "\"last_updated\":\"T\"}")
        #expect(
            try after("PATCH", body, to: path, of: .sessions, version: .v211, held: held)
                == "{\"id\":\"101\",\"charging_periods\":[{\"n\":2},{\"n\":3}],\"last_updated\":\"T\"}"
        )
        // "or contains an empty list, no changes SHALL be made"
        #expect(
            try after(
                "PATCH", "{\"charging_periods\":[],\"last_updated\":\"T\"}", to: path,
                of: .sessions, held: held)
                == "{\"id\":\"101\",\"charging_periods\":[{\"n\":1}],\"last_updated\":\"T\"}")
    }

    private let location = """
        {"id":"LOC1","evses":[{"uid":"3255","status":"AVAILABLE","connectors":[{"id":"1","v":1},\
        {"id":"2","tariff_ids":["9"]}],"last_updated":"A"}],"last_updated":"A"}
        """

    @Test func `an EVSE's patch moves the location's date`() throws {
        let changed = try after(
            "PATCH", "{\"status\":\"CHARGING\",\"last_updated\":\"B\"}",
            to: ["NL", "TNM", "LOC1", "3255"], of: .locations, held: location)
        #expect(
            changed
                == """
                {"id":"LOC1","evses":[{"uid":"3255","status":"CHARGING","connectors":[{"id":"1","v":1},\
                {"id":"2","tariff_ids":["9"]}],"last_updated":"B"}],"last_updated":"B"}
                """)
    }

    @Test func `a connector's patch moves both dates`() throws {
        let changed = try after(
            "PATCH", "{\"tariff_ids\":[\"15\"],\"last_updated\":\"C\"}",
            to: ["NL", "TNM", "LOC1", "3255", "2"], of: .locations, held: location)
        #expect(
            changed
                == """
                {"id":"LOC1","evses":[{"uid":"3255","status":"AVAILABLE","connectors":[{"id":"1","v":1},\
                {"id":"2","tariff_ids":["15"],"last_updated":"C"}],"last_updated":"C"}],"last_updated":"C"}
                """)
    }

    @Test func `a new EVSE comes behind the others, a known one in its place`() throws {
        let added = try after(
            "PUT", "{\"uid\":\"3256\",\"last_updated\":\"D\"}", to: ["NL", "TNM", "LOC1", "3256"],
            of: .locations, held: location)
        #expect(
            added.hasSuffix(",{\"uid\":\"3256\",\"last_updated\":\"D\"}],\"last_updated\":\"D\"}"))
        let again = try after(
            "PUT", "{\"uid\":\"3255\",\"last_updated\":\"E\"}", to: ["NL", "TNM", "LOC1", "3255"],
            of: .locations, held: added)
        #expect(
            again
                == """
                {"id":"LOC1","evses":[{"uid":"3255","last_updated":"E"},\
                {"uid":"3256","last_updated":"D"}],"last_updated":"E"}
                """)
    }

    @Test func `a part of nothing is unknown, and one under another's address is wrong`() {
        let body = "{\"id\":\"1\",\"last_updated\":\"T\"}"
        for (held, path) in [
            (nil, ["3255", "1"]), (location, ["9999", "1"]),
        ] as [(String?, [String])] {
            guard
                case .unknown? = fault(
                    "PUT", body, to: ["NL", "TNM", "LOC1"] + path, of: .locations, held: held)
            else {
                Issue.record("it was taken")
                continue
            }
        }
        guard
            case .bad(let reject)? = fault(
                "PUT", body, to: ["NL", "TNM", "LOC1", "3255", "2"], of: .locations,
                held: location)
        else {
            Issue.record("it was taken")
            return
        }
        #expect(reject.pointer == "/id")
    }

    @Test func `an address names a party and an object`() {
        #expect(PushedPlace(["NL", "TNM"], of: .tokens) == nil)
        #expect(PushedPlace(["NLD", "TNM", "1"], of: .tokens) == nil)
        #expect(PushedPlace(["NL", "TNM", "1", "2"], of: .tokens) == nil)
        #expect(PushedPlace(["NL", "TNM", "1", "2", "3", "4"], of: .locations) == nil)
        #expect(PushedPlace(["NL", "TNM", String(repeating: "x", count: 256)], of: .tokens) == nil)
        #expect(PushedPlace(["NL", "TNM", "1", "2", "3"], of: .locations)?.connector == "3")
    }
}
