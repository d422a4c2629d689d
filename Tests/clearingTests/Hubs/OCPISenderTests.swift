import Foundation
import Hubs
import Intake
import Roaming
import TestSupport
import Testing

@testable import clearing

/// What is ours, as hubs pull it from us.
@Suite(.serialized) struct OCPISenderTests {
    /// Own objects of a sandbox month, taken in.
    private static func scene(
        change: (_ file: String, _ text: String) -> String = { $1 }
    ) throws -> OCPIScene {
        let scene = try PushedMonth(sessions: 300, change: change).scene
        try scene.folder.copy(scene.folder.url("month/own"), to: "own-only/own")
        try scene.clearing.succeed(
            "ingest", "--month", ServedMonth.month, "--from", scene.folder.path("own-only"))
        return scene
    }

    /// Our own files, read without the program.
    static func own(_ scene: OCPIScene, _ module: String) throws -> [[String: Any]] {
        try scene.folder.contents(below: "month/own/\(module)").flatMap { file in
            if let whole = try? JSONSerialization.jsonObject(with: file.data) {
                if let list = whole as? [[String: Any]] { return list }
                let envelope = whole as? [String: Any]
                if let list = envelope?["data"] as? [[String: Any]] { return list }
            }
            return String(decoding: file.data, as: UTF8.self).split(separator: "\n").compactMap {
                (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
            }
        }
    }

    static func party(_ object: [String: Any]) -> String {
        "\(object["country_code"] ?? "")-\(object["party_id"] ?? "")".uppercased()
    }

    /// Ids and canonical text of a whole list, page by page along `Link`.
    private static func walk(
        _ peer: OCPIPeer, _ first: String, token: String, headers: [String: String] = [:]
    ) async throws -> (objects: [String], pages: Int, totals: Set<String>) {
        var (objects, pages, totals): ([String], Int, Set<String>) = ([], 0, [])
        var next: String? = first
        while let address = next, pages < 1000 {
            let answer = try await peer.send("GET", address, token: token, headers: headers)
            #expect(try answer.code == 1000, "\(answer.text.prefix(300))")
            let data = try #require(try answer.object["data"] as? [Any])
            objects += try data.map { try canonicalJSON($0) }
            totals.insert(answer.header("X-Total-Count") ?? "none")
            pages += 1
            next = answer.header("Link").flatMap { link in
                PageHead(link: link, total: nil, limit: nil).next
            }
        }
        return (objects, pages, totals)
    }

    @Test func `each hub is told the CDRs of its partners, page by page, and no others`()
        async throws
    {
        let scene = try Self.scene()
        let partners = [
            "gireve": ["FR-IZI", "FR-TOT", "BE-BLU"], "chargegrid": ["IN-CGR", "IN-KAZ"],
        ]
        for (hub, parties) in partners.sorted(by: { $0.key < $1.key }) {
            let token = try scene.register(hub)
            var expected: [String: String] = [:]
            for cdr in try Self.own(scene, "cdrs") {
                let eMSP = Self.party(cdr["cdr_token"] as? [String: Any] ?? [:])
                guard parties.contains(eMSP), let id = cdr["id"] as? String else { continue }
                // Of several versions the last counts.
                expected[id.uppercased()] = try canonicalJSON(cdr)
            }
            let wanted = expected.values.sorted()
            let (objects, pages, totals) = try await scene.hosting { peer in
                try await Self.walk(peer, "2.2.1/sender/cdrs?limit=3", token: token)
            }
            #expect(wanted.count > 6)
            #expect(objects.sorted() == wanted)
            #expect(pages == (wanted.count + 2) / 3)
            #expect(totals == ["\(wanted.count)"])
        }
    }

    @Test func `dates, offsets and one asking through the hub narrow the list`() async throws {
        let scene = try Self.scene()
        let token = try scene.register("gireve")
        let cdrs = try Self.own(scene, "cdrs").filter {
            ["FR-IZI", "FR-TOT", "BE-BLU"].contains(
                Self.party($0["cdr_token"] as? [String: Any] ?? [:]))
        }
        let dates = cdrs.compactMap { $0["last_updated"] as? String }
            .compactMap { Instant($0) }.sorted()
        let middle = dates[dates.count / 2]
        let (after, before) = (dates.count { $0 >= middle }, dates.count { $0 < middle })
        let izi = cdrs.count {
            Self.party($0["cdr_token"] as? [String: Any] ?? [:]) == "FR-IZI"
        }
        try await scene.hosting { peer in
            func total(_ query: String, _ headers: [String: String] = [:]) async throws -> String? {
                try await peer.send(
                    "GET", "2.2.1/sender/cdrs?\(query)", token: token, headers: headers
                ).header("X-Total-Count")
            }
            #expect(try await total("date_from=\(middle)") == "\(after)")
            #expect(try await total("date_to=\(middle)") == "\(before)")
            // Beyond the end there is nothing, and it is told how much there is.
            #expect(try await total("offset=100000") == "\(dates.count)")
            var headers = ["OCPI-from-country-code": "FR", "OCPI-from-party-id": "IZI"]
            #expect(try await total("", headers) == "\(izi)")
            headers["OCPI-from-party-id"] = "ZZZ"
            #expect(try await total("", headers) == "0")
            let wrong = try await peer.send(
                "GET", "2.2.1/sender/cdrs?date_from=soon", token: token)
            #expect(try wrong.code == 2001)
            let most = try await peer.send(
                "GET", "2.2.1/sender/tariffs?limit=5000", token: token)
            #expect(most.header("X-Limit") == "1000")
        }
    }

    @Test func `tariffs, locations and tokens are ours, locations also by part`() async throws {
        let scene = try Self.scene()
        let token = try scene.register("gireve")
        var wanted: [String: [String]] = [:]
        for module in ["tariffs", "locations", "tokens"] {
            let party = module == "tokens" ? "IN-MGE" : "IN-MGM"
            // Of several versions the last counts.
            var last: [String: String] = [:]
            for object in try Self.own(scene, module) where Self.party(object) == party {
                let id = "\(object["id"] ?? object["uid"] ?? "") \(object["type"] ?? "")"
                last[id.uppercased()] = try canonicalJSON(object)
            }
            wanted[module] = last.values.sorted()
        }
        let location = try #require(try Self.own(scene, "locations").first)
        let (id, all) = (try #require(location["id"] as? String), wanted)
        let evse = try #require((location["evses"] as? [[String: Any]])?.first)
        let uid = try #require(evse["uid"] as? String)
        let texts = [try canonicalJSON(location), try canonicalJSON(evse)]
        try await scene.hosting { peer in
            for (module, objects) in all {
                #expect(!objects.isEmpty)
                let walked = try await Self.walk(
                    peer, "2.2.1/sender/\(module)?limit=100", token: token)
                #expect(walked.objects.sorted() == objects, "\(module)")
            }
            let base = "2.2.1/sender/locations/\(id)"
            #expect(try await peer.send("GET", base, token: token).data == texts[0])
            #expect(try await peer.send("GET", "\(base)/\(uid)", token: token).data == texts[1])
            #expect(try await peer.send("GET", "\(base)/\(uid)/1", token: token).status == 200)
            #expect(try await peer.send("GET", "\(base)/none", token: token).code == 2003)
            #expect(try await peer.send("POST", "2.2.1/sender/tokens", token: token).status == 405)
            #expect(try await peer.send("GET", "2.2.1/sender/cdrs/1", token: token).status == 404)
        }
    }

    @Test(arguments: [("gireve", "2.2.1"), ("gireve", "2.3.0"), ("volt-link", "2.1.1")])
    func `our own pull walks our own pages`(_ hub: String, _ version: String) async throws {
        let scene = try Self.scene { file, text in
            file == "\(hub).yaml"
                ? text.replacingOccurrences(
                    of: #"version: "2\.[0-9.]+""#, with: "version: \"\(version)\"",
                    options: .regularExpression) : text
        }
        let token = try scene.register(hub)
        let partners = hub == "gireve" ? "'FR-IZI', 'FR-TOT', 'BE-BLU'" : "'IN-VLT'"
        // 2.1.1 has no credit CDRs.
        let counts = try scene.database.texts(
            "SELECT count(*) FROM intake.cdr WHERE hub = 'own' AND counterparty IN (\(partners))"
                + " AND version = 1 AND (NOT credit OR '\(version)' <> '2.1.1')")
        #expect(counts != ["0"])
        let rule = try #require(try scene.rules.connections.first { $0.hub == hub })
        let rules = try scene.rules
        let pulled = try await scene.hosting { peer in
            var rule = rule
            let root = "http://127.0.0.1:\(peer.port)/ocpi"
            rule.versionsURL = try #require(WebAddress(root + "/versions"))
            rule.hosts = ["127.0.0.1:\(peer.port)"]
            rule.pageSize = 7
            let client = HubClient(rule, run: "test", clock: { .now })
            let (version, details) = try await client.offered(token: token)
            let link = HubLink(
                hub: hub, version: version, token: token, tokenForHub: "",
                endpoints: details.endpoints, roles: [])
            let folder = try TemporaryFolder()
            let shelf = PullShelf(root: folder.root, hub: hub)
            var objects: [Module: Int] = [:]
            for module in [Module.cdrs, .sessions, .tariffs, .locations, .tokens] {
                objects[module] = try await client.pull(
                    module, over: link, since: nil, onto: shelf.pages
                ).objects
            }
            await client.close()
            // What we say is what we would take.
            var decoder = PageDecoder(rules: rules)
            for path in shelf.receipts.keys.sorted() {
                let reader = try PageReader(path: folder.root.appendingPathComponent(path).path)
                let module = try #require(Module(rawValue: String(path.split(separator: "/")[2])))
                while let page = try reader.nextPage() {
                    for object in page.objects {
                        let reject = decoder.objection(
                            to: Array(page.bytes[object.range]),
                            of: PageOrigin(source: path, hub: hub, module: module))
                        #expect(reject == nil, "\(path)")
                    }
                }
            }
            return objects
        }
        #expect(["\(pulled[.cdrs] ?? 0)"] == counts)
        for module in [Module.sessions, .tariffs, .locations, .tokens] {
            #expect((pulled[module] ?? 0) > 0, "\(module)")
        }
    }
}
