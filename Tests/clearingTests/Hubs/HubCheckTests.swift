import Foundation
import TestSupport
import Testing

/// The checklist against the sandbox's hubs, which are fit, and against one that is asked wrongly.
@Suite(.serialized) struct HubCheckTests {
    private func verdicts(_ output: String) throws -> [String: String] {
        let parsed = try JSONSerialization.jsonObject(with: Data(output.utf8))
        let points = try #require(parsed as? [[String: Any]])
        return points.reduce(into: [:]) { verdicts, point in
            let name = "\(point["check"] ?? "") \(point["module"] as? String ?? "")"
            verdicts[name] = point["verdict"] as? String
        }
    }

    @Test func `a good hub passes every point, and nothing is written there`() throws {
        let served = try ServedMonth(sessions: 300)
        try served.clearing.succeed("hub", "register", "hubject")
        let ended = try served.clearing.run(
            "hub", "check", "hubject", "--json", "--html", served.folder.path("page.html"))
        #expect(ended.code == 0, "\(ended.errors)")
        let verdicts = try verdicts(ended.output)
        #expect(verdicts["TLS "] == "odd")
        #expect(verdicts["VERSIONS "] == "good")
        #expect(verdicts["CREDENTIALS "] == "good")
        #expect(verdicts["STRANGERS "] == "good")
        for module in ["locations", "tariffs", "tokens", "cdrs"] {
            for check in ["CLOCK", "PAGE_SIZE", "DATE_FILTER"] {
                #expect(verdicts["\(check) \(module)"] == "good", "\(check) \(module)")
            }
            #expect(["good", "odd"].contains(verdicts["SAMPLE \(module)"] ?? ""), "\(module)")
        }
        #expect(verdicts["PAGINATION cdrs"] == "good")
        #expect(try served.folder.read("page.html").contains("Onboarding of hubject"))
        #expect(try served.database.texts("SELECT count(*) FROM hub.event") == ["1"])
        #expect(try served.database.texts("SELECT count(*) FROM intake.page") == ["0"])
    }

    @Test func `a sample with an object that intake refuses is not fit`() throws {
        let served = try ServedMonth { folder in
            let path = "month/hubs/hubject/cdrs/page-0001.json"
            let text = try folder.read(path)
            let field = try #require(text.range(of: "\"end_date_time\""))
            try folder.write(text.replacingCharacters(in: field, with: "\"ended\""), to: path)
        }
        let ended = try served.clearing.run("hub", "check", "hubject", "--json")
        #expect(ended.code == 1)
        let verdicts = try verdicts(ended.output)
        #expect(verdicts.filter { $0.value == "bad" }.map(\.key) == ["SAMPLE cdrs"])
        #expect(ended.output.contains("MISSING_FIELD /end_date_time"))
    }

    @Test func `a certificate that is not to be believed is named, and one that is goes on`() throws
    {
        let certificates = try TestCertificates()
        let server = try certificates.server()
        let scene = try OCPIScene()
        var clearing = scene.clearing
        clearing.environment["CLEARING_TOKEN_GIREVE"] = "nobody"
        try clearing.succeed("db", "migrate")
        let said = scene.folder.url("served")
        let serving = try clearing.start(
            [
                "serve", "--port", "0", "--certificate", server.certificate, "--private-key",
                server.key,
            ], output: said, errors: scene.folder.url("served.errors"))
        defer { serving.forceKill() }
        var port = ""
        for _ in 0..<1200 where port.isEmpty {
            Thread.sleep(forTimeInterval: 0.1)
            let text = try String(contentsOf: said, encoding: .utf8)
            port = text.split(separator: ":").last.map { String($0.prefix { $0.isNumber }) } ?? ""
        }
        let file = "Rules/hubs/gireve.yaml"
        let rule = try scene.folder.read(file)
            .replacingOccurrences(
                of: "http://127.0.0.1:8722/gireve", with: "https://localhost:\(port)"
            )
            .replacingOccurrences(of: "127.0.0.1:8722", with: "localhost:\(port)")
        try scene.folder.write(rule, to: file)
        let refused = try clearing.run("hub", "check", "gireve", "--json")
        #expect(refused.code == 1, "\(refused.errors)")
        #expect(try verdicts(refused.output) == ["TLS ": "bad"])
        #expect(refused.output.contains("nobody whom we trust"))
        try scene.folder.write(
            rule.replacingOccurrences(
                of: "  page_size:",
                with: "  certificate_authority: \"\(certificates.authority)\"\n  page_size:"),
            to: file)
        let believed = try clearing.run("hub", "check", "gireve", "--json")
        // It is believed, and then it does not believe us.
        #expect(try verdicts(believed.output) == ["TLS ": "good", "VERSIONS ": "bad"])
        #expect(believed.output.contains("TOKEN_REFUSED"))
    }

    @Test func `before the registration token A opens the door`() throws {
        let served = try ServedMonth(sessions: 100)
        let ended = try served.clearing.run("hub", "check", "gireve", "--json")
        #expect(ended.code == 0, "\(ended.errors)")
        #expect(try verdicts(ended.output)["CREDENTIALS "] == "odd")
        #expect(try served.database.texts("SELECT count(*) FROM hub.event") == ["0"])
    }

    @Test func `a hub of another version is not fit, and the exit code says so`() throws {
        let served = try ServedMonth(sessions: 20)
        try served.editRules {
            $0.contains("Volt Link")
                ? $0.replacingOccurrences(of: "version: \"2.1.1\"", with: "version: \"2.2.1\"")
                    .replacingOccurrences(
                        of: "token: \"env", with: "token_encoding: \"plain\"\n  token: \"env")
                : $0
        }
        let ended = try served.clearing.run("hub", "check", "volt-link", "--json")
        #expect(ended.code == 1)
        #expect(try verdicts(ended.output)["VERSIONS "] == "bad")
        #expect(ended.errors.contains("not fit for clearing: "))
    }

    @Test func `a hub that does not let us in is not fit`() throws {
        let served = try ServedMonth(sessions: 20)
        var wrong = served.clearing
        wrong.environment["CLEARING_TOKEN_GIREVE"] = "not-the-token"
        let ended = try wrong.run("hub", "check", "gireve")
        #expect(ended.code == 1)
        #expect(ended.output.contains("TOKEN_REFUSED"))
        #expect(!(ended.output + ended.errors).contains("not-the-token"))
    }
}
