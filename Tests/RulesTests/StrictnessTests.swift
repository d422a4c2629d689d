import Amounts
import Foundation
import Reconciliation
import Roaming
import TestSupport
import Testing

@testable import clearing

/// A rule file that says something we do not understand is refused at its place: money follows from it.
@Suite struct StrictnessTests {
    /// A change to one file of Rules/ and the problem it must give.
    struct Slip: Sendable, CustomTestStringConvertible {
        let why: String
        let file: String
        let old: String
        let new: String
        /// `file:line:column: text`, the file relative to the rules directory.
        let problem: String

        var testDescription: String { why }
    }

    private static let known =
        "duration_seconds, energy_kwh, energy_percent, monthly_cap, price, price_percent, "
        + "start_seconds"

    static let slips = [
        Slip(
            why: "a key nobody asks for", file: "tolerances.yaml", old: "price_percent: \"0.5\"",
            new: "price_percent: \"0.5\"\nenergy_wh: \"1\"",
            problem: "tolerances.yaml:10:1: `energy_wh` means nothing here; known keys: \(known)"),
        Slip(
            why: "a misspelt key is missing first", file: "tolerances.yaml", old: "start_seconds",
            new: "start_second", problem: "tolerances.yaml:4:1: `start_seconds` is missing here"),
        Slip(
            why: "a key twice", file: "tolerances.yaml", old: "price_percent: \"0.5\"",
            new: "price_percent: \"0.5\"\nprice_percent: \"0.6\"",
            problem: "tolerances.yaml:9:1: `price_percent` stands here twice; keep one"),
        Slip(
            why: "a key twice on one line", file: "tolerances.yaml", old: "EUR: \"0.01\"",
            new: "INR: \"0.01\"", problem: "tolerances.yaml:8:9: `INR` stands here twice; keep one"),
        Slip(
            why: "a comma for the decimal point", file: "tolerances.yaml", old: "\"0.001\"",
            new: "\"0,001\"",
            problem: "tolerances.yaml:4:13: `0,001` is no number; write it like \"0.50\""),
        Slip(
            why: "a number with words", file: "tolerances.yaml", old: "\"0.001\"",
            new: "\"0.001 kWh\"",
            problem: "tolerances.yaml:4:13: `0.001 kWh` is no number; write it like \"0.50\""),
        Slip(
            why: "a tolerance below zero", file: "tolerances.yaml", old: "price_percent: \"0.5\"",
            new: "price_percent: \"-0.5\"",
            problem: "tolerances.yaml:9:16: must not be below zero"),
        Slip(
            why: "a whole number too large", file: "tolerances.yaml",
            old: "start_seconds: \"120\"", new: "start_seconds: \"86401\"",
            problem: "tolerances.yaml:7:16: expected a whole number from 0 to 86400"),
        Slip(
            why: "a list where a text belongs", file: "tolerances.yaml",
            old: "start_seconds: \"120\"", new: "start_seconds: [\"120\"]",
            problem: "tolerances.yaml:7:16: expected a text, quoted"),
        Slip(
            why: "no currency", file: "tolerances.yaml", old: "{INR: \"1.00\"",
            new: "{RUPEE: \"1.00\"",
            problem: "tolerances.yaml:8:9: expected a currency like \"INR\""),
        Slip(
            why: "two entries on one day", file: "month.yaml", old: "entries:\n",
            new: """
                entries:
                  - from: "2017-07-01"
                    zone: "Asia/Kolkata"
                    utc_offset_minutes: "330"
                    grace_days: "4"
                    rounding: "total-half-up"
                    cdr_id_may_be_session_id: "no"
                    source: "a slip"

                """,
            problem: "month.yaml:3:3: needs at least one entry, and no two with the same `from`"),
        Slip(
            why: "no day", file: "month.yaml", old: "\"2017-07-01\"", new: "\"2017-02-29\"",
            problem: "month.yaml:3:11: expected a date like \"2026-10-01\""),
        Slip(
            why: "an entry that does not say its source", file: "month.yaml",
            old: "    source: \"Roaming agreements, standard annex B; CGST Act: books are kept in"
                + " Indian time\"\n", new: "",
            problem: "month.yaml:3:5: `source` is missing here"),
        Slip(
            why: "true for yes", file: "hubs/hubject.yaml", old: "revises_in_place: \"no\"",
            new: "revises_in_place: false",
            problem: "hubs/hubject.yaml:5:19: expected \"yes\" or \"no\""),
        Slip(
            why: "a version we do not know", file: "hubs/hubject.yaml", old: "\"2.2.1\"",
            new: "\"2.2\"",
            problem: "hubs/hubject.yaml:2:10: `2.2` is not one of \"2.1.1\", \"2.2.1\", \"2.3.0\""),
        Slip(
            why: "a party without its country", file: "hubs/hubject.yaml", old: "\"IN-MGE\"",
            new: "\"MGE\"",
            problem:
                "hubs/hubject.yaml:3:18: expected a party like \"IN-MGM\" (country, then party id)"),
        Slip(
            why: "none of our parties", file: "hubs/hubject.yaml", old: "[\"IN-MGM\", \"IN-MGE\"]",
            new: "[]", problem: "hubs/hubject.yaml:3:7: name at least one of our parties"),
        Slip(
            why: "a pass we do not know", file: "hubs/hubject.yaml",
            old: "revises_in_place: \"no\"",
            new: "passes: [\"M4\", \"M9\"]\nrevises_in_place: \"no\"",
            problem: "hubs/hubject.yaml:5:16: `M9` is not one of \"M1\", \"M2\", \"M3\", \"M4\","
                + " \"M5\", \"M6\", \"M7\", \"M8\""),
        Slip(
            why: "a list without the pass that always applies", file: "hubs/hubject.yaml",
            old: "revises_in_place: \"no\"", new: "passes: [\"M1\"]\nrevises_in_place: \"no\"",
            problem:
                "hubs/hubject.yaml:5:9: \"M4\" always applies: a CDR is known by its id; name it"
        ),
        Slip(
            why: "a pass twice", file: "hubs/hubject.yaml", old: "revises_in_place: \"no\"",
            new: "passes: [\"M4\", \"M4\"]\nrevises_in_place: \"no\"",
            problem: "hubs/hubject.yaml:5:16: this pass stands here twice; keep one"),
        Slip(
            why: "no overlap at all", file: "hubs/hubject.yaml", old: "revises_in_place: \"no\"",
            new: "overlap_percent: \"0\"\nrevises_in_place: \"no\"",
            problem: "hubs/hubject.yaml:5:18: expected a whole number from 1 to 100"),
        Slip(
            why: "a clock that is two days ahead", file: "hubs/hubject.yaml",
            old: "revises_in_place: \"no\"",
            new: "clock_offset: \"172800\"\nrevises_in_place: \"no\"",
            problem:
                "hubs/hubject.yaml:5:15: expected \"none\", \"estimated\", or the seconds by which"
                + " the partner's clock is ahead, like \"90\" or \"-90\""),
        Slip(
            why: "a partner with two homes", file: "hubs/hubject.yaml", old: "\"IN-ZEO\"",
            new: "\"IN-JIO\"",
            problem: "hubs/hubject.yaml:1:1: IN-JIO is a partner in hubs/bharat-roaming.yaml too; a"
                + " partner has one home hub, whose copy of a CDR stands"),
        Slip(
            why: "a share above the whole", file: "vendors/sahyadri-malls.yaml", old: "\"35\"",
            new: "\"100.01\"",
            problem: "vendors/sahyadri-malls.yaml:6:20: a share is at most 100 percent"),
        Slip(
            why: "a site named twice in two spellings", file: "vendors/sahyadri-malls.yaml",
            old: "\"MGM-DL07-DEL1\"", new: "\"mgm-mh27-pun1\"",
            problem: "vendors/sahyadri-malls.yaml:3:30: this location stands here twice; keep one"),
        Slip(
            why: "an account that is missing", file: "accounts.yaml", old: "inputTax:", new: "#",
            problem: "accounts.yaml:2:1: `inputTax` is missing here"),
        Slip(
            why: "a GSTIN whose check character is wrong", file: "entities/magma.yaml",
            old: "book_currency", new: "gstin: \"36AMBPG7773M002\"\nbook_currency",
            problem: "entities/magma.yaml:6:8: `36AMBPG7773M002` is no GSTIN: 15 characters, of"
                + " which the last checks the others"),
        Slip(
            why: "a party of ours that acts for no entity", file: "entities/magma.yaml",
            old: "\"IN-MGM\", ", new: "",
            problem:
                "entities:1:1: our party IN-MGM acts for no entity; name it in one's `parties`"),
        Slip(
            why: "an entity with somebody else's party", file: "entities/magma.yaml",
            old: "\"IN-MGM\", ", new: "\"IN-MGM\", \"IN-TPC\", ",
            problem: "entities/magma.yaml:1:1: party IN-TPC is `ours` in no hub's file"),
        Slip(
            why: "statement numbers that would not fit", file: "entities/magma.yaml",
            old: "\"MG\"", new: "\"MAGMA\"",
            problem:
                "entities/magma.yaml:7:19: a series is one to four capital letters or digits"),
        Slip(
            why: "a quote that is never closed", file: "netting.yaml", old: "[]", new: "[\"IN-",
            problem: "netting.yaml:8:13: not YAML: did not find expected ',' or ']'"),
        Slip(
            why: "a hub that clears for its members and is not there", file: "netting.yaml",
            old: "hubs: [\"bharat-roaming\"]", new: "hubs: [\"bharat-roaming\", \"bharat\"]",
            problem: "netting.yaml:1:1: hub bharat has no file in hubs/"),
        Slip(
            why: "a fee that nobody pays", file: "hubs/gireve.yaml", old: "entity: \"magma\"",
            new: "entity: \"magna\"",
            problem: "hubs/gireve.yaml:1:1: the fees are for entity magna, which has no file in"
                + " entities/"),
        Slip(
            why: "a maximum below the minimum", file: "hubs/bharat-roaming.yaml",
            old: "\"5000.00\"", new: "\"499.99\"",
            problem: "hubs/bharat-roaming.yaml:15:16: the maximum is below the minimum"),
        Slip(
            why: "a rate of nothing", file: "fx/EUR-INR.yaml", old: "\"99.2875\"", new: "\"0\"",
            problem: "fx/EUR-INR.yaml:16:32: a rate is above zero"),
        Slip(
            why: "rates under another name than their currencies", file: "fx/EUR-INR.yaml",
            old: "currency: \"EUR\"", new: "currency: \"USD\"",
            problem: "fx/EUR-INR.yaml:3:1: this file is to be named USD-INR.yaml"),
        Slip(
            why: "an account for two purposes under two names", file: "accounts.yaml",
            old: "\"1320\"", new: "\"1310\"",
            problem: "accounts.yaml:2:1: two purposes have one code, but not one name and one kind"
                + " of account"),
        Slip(
            why: "due days that are no number", file: "payments.yaml", old: "\"30\"",
            new: "\"soon\"",
            problem: "payments.yaml:5:15: expected a whole number from 0 to 365"),
        Slip(
            why: "a bank's date without a year", file: "banks/hdfc.yaml", old: "\"dd/MM/yy\"",
            new: "\"dd/MM\"",
            problem: "banks/hdfc.yaml:10:14: expected \"iso\" or a pattern like"
                + " \"dd/MM/yyyy HH:mm:ss\" (yyyy yy MMM M d H h m s a)"),
        Slip(
            why: "a column that the bank does not export", file: "banks/hdfc.yaml",
            old: "balance: \"Closing Balance\"", new: "balance: \"Saldo\"",
            problem: "banks/hdfc.yaml:2:1: the header has no column \"Saldo\""),
        Slip(
            why: "a payer's name that is in every text", file: "counterparties/in-cgr.yaml",
            old: "ChargeGrid Infra", new: "CGI",
            problem: "counterparties/in-cgr.yaml:2:9: a name needs at least 5 letters or digits, or"
                + " it is found everywhere"),
        Slip(
            why: "one partner in two files", file: "counterparties/in-cgr.yaml", old: "IN-CGR",
            new: "IN-TPC",
            problem: "counterparties:1:1: two files are about one partner or hub"),
        Slip(
            why: "an account number too short to be one", file: "entities/magma.yaml",
            old: "\"50200012345678\"", new: "\"12\"",
            problem: "entities/magma.yaml:9:17: an IBAN or account number has at least five letters"
                + " or digits"),
    ]

    @Test(arguments: slips)
    func `a slip is refused at its line and column, with what to do`(_ slip: Slip) throws {
        let (folder, reading) = try read { folder in
            try folder.replace(slip.old, by: slip.new, in: slip.file)
        }
        #expect(reading.rules == nil)
        #expect(reading.problems.map { $0.relative(to: folder) } == [slip.problem])
    }

    @Test func `a file that is missing or that nobody reads is a problem, others still count`()
        throws
    {
        let (folder, reading) = try read { folder in
            try FileManager.default.removeItem(at: folder.url("Rules/accounts.yaml"))
            try folder.write("rate: \"18\"\n", to: "Rules/tax/IN.yaml")
            try folder.replace("\"0.5\"", by: "\"half\"", in: "tolerances.yaml")
        }
        #expect(
            reading.problems.map { $0.relative(to: folder) } == [
                "tolerances.yaml:9:16: `half` is no number; write it like \"0.50\"",
                "accounts.yaml:1:1: the file is missing",
                "tax/IN.yaml:1:1: no rule is read from this file; see Rules/README.md for the names",
            ])
    }

    @Test func `an empty file is refused`() throws {
        let (folder, reading) = try read { try $0.write("", to: "Rules/netting.yaml") }
        #expect(
            reading.problems.map { $0.relative(to: folder) } == [
                "netting.yaml:1:1: the file is empty"
            ])
    }

    @Test func `a party that acts for two entities is a problem in the second`() throws {
        let (folder, reading) = try read { folder in
            try folder.write(
                folder.read("Rules/entities/magma.yaml").replacing("\"IN-MGM\", ", with: ""),
                to: "Rules/entities/second.yaml")
        }
        #expect(
            reading.problems.map { $0.relative(to: folder) } == [
                "entities/second.yaml:1:1: party IN-MGE is in entities/magma.yaml too; a party acts"
                    + " for one entity"
            ])
    }

    @Test func `text is taken as it stands: NO is a country and 0.10 keeps its zero`() throws {
        let (_, reading) = try read { folder in
            try folder.replace("\"Hubject\"", by: "NO", in: "hubs/hubject.yaml")
            try folder.replace("\"IN-TPC\", ", by: "NO-YES, ", in: "hubs/hubject.yaml")
            try folder.replace("\"0.1\"", by: "0.10", in: "tolerances.yaml")
            try folder.replace("\"0.5\"", by: "5e-1", in: "tolerances.yaml")
        }
        let rules = try #require(reading.rules, "\(reading.problems)")
        let hub = try #require(rules.hub(named: "hubject"))
        #expect(hub.title == "NO")
        #expect(hub.partners.contains(try #require(PartyID("NO-YES"))))
        #expect(rules.tolerances.energyPercent.description == "0.10")
        #expect(rules.tolerances.pricePercent == ExactDecimal("0.5"))
    }

    @Test func `the hash is that of the rules: a byte in one changes it, the README does not`()
        throws
    {
        let plain = try read { _ in }.reading.rules?.hash
        let comment = try read { try $0.replace("# How", by: "# how", in: "netting.yaml") }
        let words = try read { try $0.replace("Rules", by: "rules", in: "README.md") }
        #expect(plain == (try Rules.read(Checkout.rules).rules?.hash))
        #expect(comment.reading.rules?.hash != plain)
        #expect(words.reading.rules?.hash == plain)
    }

    @Test func `before the first entry nothing holds, from its day on it does`() throws {
        let rules = try #require(try Rules.read(Checkout.rules).rules)
        let before = try #require(Month("2017-06"))
        #expect(throws: Failure.self) { try rules.month(before) }
        #expect(try rules.month(before.next).graceDays == 5)
    }

    @Test func `a hub's own tolerances count instead of everybody's`() throws {
        let (_, reading) = try read { folder in
            try folder.replace(
                "revises_in_place",
                by: """
                    tolerances:
                      energy_kwh: "0"
                      energy_percent: "0"
                      duration_seconds: "0"
                      start_seconds: "30"
                      price: {}
                      price_percent: "0"
                    revises_in_place
                    """, in: "hubs/gireve.yaml")
        }
        let rules = try #require(reading.rules, "\(reading.problems)")
        #expect(rules.hub(named: "gireve")?.tolerances.startSeconds == 30)
        #expect(rules.hub(named: "hubject")?.tolerances.startSeconds == 120)
    }

    private func read(
        _ change: (TemporaryFolder) throws -> Void
    ) throws -> (folder: TemporaryFolder, reading: RulesReading) {
        let folder = try TemporaryFolder()
        try folder.copy(Checkout.rules, to: "Rules")
        try change(folder)
        return (folder, try Rules.read(folder.url("Rules")))
    }
}

extension TemporaryFolder {
    /// In a file of the copied rules; the old text must be there.
    fileprivate func replace(_ old: String, by new: String, in file: String) throws {
        let text = try read("Rules/\(file)")
        let range = try #require(text.range(of: old), "\(file) does not say \(old)")
        try write(text.replacingCharacters(in: range, with: new), to: "Rules/\(file)")
    }
}

extension RuleProblem {
    fileprivate func relative(to folder: TemporaryFolder) -> String {
        String(description.dropFirst(folder.path("Rules/").count + 1))
    }
}
