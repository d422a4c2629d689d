import Foundation
import TestSupport
import Testing

@testable import clearing

/// What a partner or a court gets: the pack, checked by the script in it, and the audit of one CDR.
@Suite struct EvidenceCommandTests {
    /// Packs a CDR and unzips it into a folder.
    private func unzipped(_ month: DisputedMonth, _ id: String) throws -> String {
        let (zip, folder) = (month.folder.path("\(id).zip"), month.folder.path("pack-\(id)"))
        try month.process.succeed("evidence", id, zip)
        let (code, output) = try DisputedMonth.run("unzip", ["-q", zip, "-d", folder])
        #expect(code == 0, "\(output)")
        return "pack-\(id)"
    }

    private func check(_ month: DisputedMonth, _ pack: String) throws -> (Int32, String) {
        // Away from the program, its rules and its database.
        try DisputedMonth.run("python3", ["-B", month.folder.path("\(pack)/check.py")])
    }

    @Test func `the same CDR gives the same bytes, which the script in the pack finds right`()
        throws
    {
        let month = try DisputedMonth()
        try month.process.succeed("evidence", "K-8", month.folder.path("a.zip"))
        try month.process.succeed("evidence", "K-8", month.folder.path("b.zip"))
        let (a, b) = (
            try Data(contentsOf: month.folder.url("a.zip")),
            try Data(contentsOf: month.folder.url("b.zip"))
        )
        #expect(a == b)
        let pack = try unzipped(month, "K-8")
        let (code, output) = try check(month, pack)
        #expect(code == 0, "\(output)")
        #expect(output.hasPrefix("OK  10 files are as listed"))
        let names = try month.folder.contents(below: pack).map(\.path)
        for name in ["cdr.json", "session.json", "match.json", "workings.json", "runs.json"] {
            #expect(names.contains(name))
        }
        // Byte for byte what the partner sent.
        let sent = try String(
            contentsOf: Checkout.cases.appendingPathComponent(
                "months/both-sides/in/hubs/gireve/cdrs/cdrs.ndjson"), encoding: .utf8)
        let line = try #require(
            sent.split(separator: "\n").first { $0.contains("\"id\":\"K-8\"") })
        #expect(try month.folder.read("\(pack)/cdr.json") == line)
    }

    @Test func `one changed byte in any file is found and the file is named`() throws {
        let month = try DisputedMonth()
        let pack = try unzipped(month, "C-2")
        for (name, data) in try month.folder.contents(below: pack) {
            // In the script, a byte of its first comment, so that it still runs.
            let place = name == "check.py" ? 40 : data.count / 2
            var changed = data
            changed[changed.startIndex + place] ^= 1
            try month.folder.write(changed, to: "\(pack)/\(name)")
            let (code, output) = try check(month, pack)
            let named = name == "MANIFEST.sha256" ? "MANIFEST.json" : name
            #expect(code == 1, "\(name)")
            #expect(output.contains("FAILED  \(named)"), "\(name): \(output)")
            try month.folder.write(data, to: "\(pack)/\(name)")
        }
        let (code, _) = try check(month, pack)
        #expect(code == 0)
    }

    @Test func `a file more, a file less and a false sum are found`() throws {
        let month = try DisputedMonth()
        let pack = try unzipped(month, "C-2")
        try month.folder.write("more", to: "\(pack)/more.txt")
        var (code, output) = try check(month, pack)
        #expect(code == 1 && output.contains("more.txt: is not in MANIFEST.json"))
        try FileManager.default.removeItem(at: month.folder.url("\(pack)/more.txt"))
        try FileManager.default.removeItem(at: month.folder.url("\(pack)/session.json"))
        (code, output) = try check(month, pack)
        #expect(code == 1 && output.contains("session.json: is missing"))
        // A forger who mends the manifest still has to make the sums right.
        let match = try month.folder.read("\(pack)/match.json")
        let forged = match.replacing("\"disputed\":\"6.00\"", with: "\"disputed\":\"7.00\"")
        #expect(forged != match)
        try month.folder.write(forged, to: "\(pack)/match.json")
        (_, output) = try check(month, pack)
        #expect(output.contains("match.json: claim = agreed + disputed"))
    }

    @Test func `an audit shows both sides as text, page and JSON`() throws {
        let month = try DisputedMonth()
        try month.process.succeed(
            "dispute", "open", "K-8", "--month", "2026-10", "--at", "2026-11-07T06:00:00Z")
        let text = try month.process.succeed("audit", "K-8")
        for words in [
            "ENERGY_MISMATCH (severe)", "our session", "differs", "How the price comes about",
            "PAYABLE_DISPUTED", "in dispute", "SHA-256",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        let json = try #require(
            DisputedMonth.objects(month.process.succeed("audit", "K-8", "--format", "json")).first)
        let match = try #require(json["match"] as? [String: Any])
        #expect(match["claim"] as? String == "6.48" && match["disputed"] as? String == "6.48")
        #expect((json["disputes"] as? [Any])?.count == 1)
        let page = month.folder.path("k8.html")
        try month.process.succeed("audit", "K-8", "--format", "html", "--out", page)
        let html = try month.folder.read("k8.html")
        for outside in ["http:", "https:", "<script", "<link", "url(", "@import", "src="] {
            #expect(!html.contains(outside), "\(outside)")
        }
        let unknown = try month.process.run("audit", "X-1")
        #expect(unknown.code == 65 && unknown.errors.contains("no line is about X-1"))
    }

    @Test func `what a partner writes stays text in the page`() throws {
        let hostile = "</pre><script>alert(\"1\")</script>&'\u{1B}[2J"
        let escaped = AuditPage.escaped(hostile)
        #expect(
            escaped
                == "&lt;/pre&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;\\u{1b}[2J"
        )
        let month = try DisputedMonth()
        try month.folder.copy(
            Checkout.cases.appendingPathComponent("months/both-sides/in"), to: "in")
        let cdrs = "in/hubs/gireve/cdrs/cdrs.ndjson"
        let text = try month.folder.read(cdrs).replacing("IZI-LYO", with: "<b>&amp;</b>\\u001b[2J")
        try month.folder.write(text, to: cdrs)
        try month.clear(month.folder.url("in"))
        let html = try month.process.succeed("audit", "K-8", "--format", "html")
        #expect(!html.contains("<b>") && html.contains("&lt;b&gt;&amp;amp;&lt;/b&gt;"))
        let terminal = try month.process.succeed("audit", "K-8")
        #expect(!terminal.contains("\u{1B}"))
    }

    @Test func `several lines about one id are listed, and one is chosen`() throws {
        let month = try DisputedMonth()
        try month.folder.copy(
            Checkout.cases.appendingPathComponent("months/both-sides/in"), to: "in")
        let cdrs = "in/hubs/gireve/cdrs/cdrs.ndjson"
        let lines = try month.folder.read(cdrs)
        let line = try #require(
            lines.split(separator: "\n").first { $0.contains("\"id\":\"K-8\"") })
        // The same id again with other content.
        let other = line.replacing("\"total_energy\":11.000", with: "\"total_energy\":12.000")
        #expect(other != line)
        try month.folder.write(lines + other + "\n", to: cdrs)
        try month.clear(month.folder.url("in"))
        let listed = try month.process.run("audit", "K-8")
        #expect(listed.code == 1 && listed.output.split(separator: "\n").count == 4)
        let first = try month.process.succeed("audit", "K-8", "--line", "1")
        let second = try month.process.succeed("audit", "K-8", "--line", "2")
        #expect(first != second)
        let third = try month.process.run("audit", "K-8", "--line", "3")
        #expect(third.code == 64)
    }

    /// The record and key are of a KEBA KCP30, from the examples of the S.A.F.E. transparency software.
    @Test func `signed meter data is checked, shown and packed as it stands`() throws {
        let month = try DisputedMonth()
        try month.folder.copy(
            Checkout.cases.appendingPathComponent("months/both-sides/in"), to: "in")
        let record =
            #"OCMF|{"FV":"1.0","GI":"KEBA_KCP30","GS":"17619300","GV":"2.8.5","PG":"T32","#
            + #""IS":false,"IL":"NONE","IF":["RFID_NONE","OCPP_NONE","ISO15118_NONE","PLMN_NONE"],"#
            + #""IT":"NONE","ID":"","RD":[{"TM":"2019-08-13T10:03:15,000+0000 I","TX":"B","EF":"","#
            + #""ST":"G","RV":0.2596,"RI":"1-b:1.8.0","RU":"kWh"},"#
            + #"{"TM":"2019-08-13T10:03:36,000+0000 R","TX":"E","EF":"","ST":"G","RV":0.2597,"#
            + #""RI":"1-b:1.8.0","RU":"kWh"}]}|{"SD":"304502200E2F107C987A300AC1695CA89EA149A8CDFA1"#
            + #"6188AF0A33EE64B67964AA943F9022100889A72B6D65364BEA8562E7F6A0253157ACFF84FE4929A93B5"#
            + #"964D23C4265699"}"#
        let key =
            "3059301306072A8648CE3D020106082A8648CE3D030107034200043AEEB45C392357820A58FDFB0857BD"
            + "77ADA31585C61C430531DFA53B440AFBFDD95AC887C658EA55260F808F55CA948DF235C2108A0D6DC7"
            + "D4AB1A5E1A7955BE"
        let cdrs = "in/hubs/gireve/cdrs/cdrs.ndjson"
        let lines = try month.folder.read(cdrs)
        for (text, verdict) in [
            (record, "VALID"), (record.replacing("0.2597", with: "9.2597"), "INVALID"),
        ] {
            let signed = try JSONSerialization.data(withJSONObject: [
                "encoding_method": "OCMF", "public_key": key,
                "signed_values": [["nature": "End", "plain_data": "", "signed_data": text]],
            ])
            let marked = lines.replacing(
                "\"id\":\"K-8\"",
                with: "\"id\":\"K-8\",\"signed_data\":\(String(decoding: signed, as: UTF8.self))")
            try month.folder.write(marked, to: cdrs)
            try month.clear(month.folder.url("in"))
            #expect(try month.process.succeed("audit", "K-8").contains("  \(verdict)  "))
            let pack = try unzipped(month, "K-8")
            #expect(try month.folder.read("\(pack)/signed/1-End.txt") == text)
            #expect(try check(month, pack).0 == 0)
            try FileManager.default.removeItem(at: month.folder.url(pack))
        }
    }
}
