import ArgumentParser
import Evidence
import Foundation
import Hashing
import Intake
import Roaming
import Store

struct InvoiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoice",
        abstract:
            "Invoice records (OCPI 2.3.0 invoicereconciliation): publish ours, verify theirs.",
        discussion: """
            A record names the CDRs of an invoice and no amounts. Ours goes with an annex that names them,
            CDR by CDR, signed; a partner checks it with check_annex.py. Who writes the invoice is said by
            `reverse_billing` in Rules/hubs/<hub>.yaml, else by who delivered the charging.
            """,
        subcommands: [
            InvoicePublishCommand.self, InvoiceReceiveCommand.self, InvoiceDeleteCommand.self,
            InvoiceVerifyCommand.self, InvoiceListCommand.self, InvoiceCheckCommand.self,
        ])
}

extension InvoiceSetting {
    func invoices(by: String, at: Instant) throws -> InvoiceDesk {
        let (url, rules) = try open()
        return try InvoiceDesk(databaseURL: url, rules: rules, by: by, at: at)
    }

    func hub(_ name: String, in desk: InvoiceDesk) throws -> HubRule {
        guard let hub = desk.rules.hub(named: name) else {
            throw Failure.usage("no rule file hubs/\(name).yaml names this hub")
        }
        return hub
    }
}

struct InvoicePublishCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Make a record and a signed annex for each statement of a closed month.",
        discussion: """
            Only for what is ours to invoice. Writes OUT/<month>/<partner>/: each record as it is POSTed
            or PUT, its annex and signature, the public key, check_annex.py, and the pages of the sender's
            GET. Published before: the same files again. A record whose statement was cancelled by a
            reopening is taken back (DELETE).

            A key: openssl genpkey -algorithm ed25519 -out annex-key.pem
            """)

    @OptionGroup var month: MonthOption
    @Option(
        help: ArgumentHelp(
            "Private key, PEM: Ed25519 or ECDSA P-256 (default: $CLEARING_ANNEX_KEY).",
            valueName: "FILE"))
    var key: String?
    @Option(
        help: ArgumentHelp(
            "Where the files go (default: var/invoices at home).", valueName: "DIR"))
    var out: String?
    @OptionGroup var person: PersonOption
    @OptionGroup var moment: MomentOption
    @OptionGroup var setting: InvoiceSetting

    func run() throws {
        let key = try signingKey()
        let desk = try setting.invoices(by: person.name(), at: moment.instant)
        let published = try desk.publish(month.month, signedBy: key)
        let standard = try Home.directory().appendingPathComponent("var/invoices")
        let target = out.map { URL(fileURLWithPath: $0, isDirectory: true) } ?? standard
        let paths = try InvoiceFiles(directory: target).write(published, of: month.month)
        if setting.json.json {
            for one in published { print(one.json.line) }
        } else {
            print(StoredInvoiceRecord.table(published.map(\.stored)), terminator: "")
        }
        for path in paths { Meter.say("invoice", path) }
    }

    private func signingKey() throws -> SigningKey {
        guard let path = key ?? Home.environment("CLEARING_ANNEX_KEY") else {
            throw Failure.usage(
                "name the key that signs annexes: --key FILE, or set CLEARING_ANNEX_KEY")
        }
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        guard let key = SigningKey(pem: bytes) else {
            throw Failure.refused(
                "\(path) is no private key in PEM, Ed25519 or ECDSA P-256, without a passphrase")
        }
        return key
    }
}

struct InvoiceReceiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receive", abstract: "Take partners' records in from files.",
        discussion: """
            Each is taken like a PUT: new, or the next version of what is known; the same again changes
            nothing, and what was issued before the version that stands is refused.
            """)

    @Argument(help: ArgumentHelp("Envelopes, lists or single records.", valueName: "FILE"))
    var files: [String]
    @Option(help: "The hub over which they came.")
    var hub: String
    @OptionGroup var person: PersonOption
    @OptionGroup var moment: MomentOption
    @OptionGroup var setting: InvoiceSetting

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("name a file") }
    }

    func run() throws {
        let desk = try setting.invoices(by: person.name(), at: moment.instant)
        let rule = try setting.hub(hub, in: desk)
        var received: [(file: String, one: InvoiceDesk.Received)] = []
        for file in files {
            received += try desk.receive(file: file, over: rule).map { (file, $0) }
        }
        let good = received.filter { $0.one.isTaken }.count
        if setting.json.json {
            for (file, one) in received { print(one.json(file: file).line) }
        } else {
            print(InvoiceDesk.Received.table(received), terminator: "")
        }
        guard good == received.count, good > 0 else {
            throw Failure.refused("\(received.count - good) of \(received.count) were refused")
        }
    }
}

struct InvoiceDeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Note that a partner took a record back (DELETE).")

    @Argument(help: ArgumentHelp("Id of the record.", valueName: "ID"))
    var id: String
    @Option(help: "Its owner, like IN-ZEO.")
    var owner: PartyID
    @Option(help: "The hub over which that came.")
    var hub: String
    @OptionGroup var person: PersonOption
    @OptionGroup var moment: MomentOption
    @OptionGroup var setting: InvoiceSetting

    func run() throws {
        let desk = try setting.invoices(by: person.name(), at: moment.instant)
        let answer = try desk.apply(
            .delete(owner: owner, id: id), over: setting.hub(hub, in: desk))
        switch answer {
        case .deleted: print("record \(id.printable) of \(owner) is taken back")
        case .refused(let why): throw Failure.refused(why)
        default: throw Failure.refused("no record \(id) of \(owner) stands")
        }
    }
}

struct InvoiceVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Add partners' records up by our own figures, and say what is odd about them.",
        discussion: """
            What a record comes to by our lines is what the invoice should come to. Exit code 1: a CDR is
            unknown, taken back, listed twice, of another month or in dispute, or one is left out.
            """)

    @OptionGroup var month: MonthOption
    @Option(help: "Only this partner, like IN-ZEO.")
    var counterparty: PartyID?
    @OptionGroup var setting: InvoiceSetting

    func run() throws {
        let desk = try setting.invoices(by: "verify", at: .now)
        let verified = try desk.verify(month.month, counterparty: counterparty)
        guard !verified.isEmpty else {
            throw Failure.refused("no record of a partner is about \(month.month)")
        }
        for one in verified {
            print(
                setting.json.json ? one.json(month.month).line + "\n" : one.text(month.month),
                terminator: "")
        }
        let odd = verified.filter { !$0.agrees }.map { "\($0.counterparty)" }
        guard odd.isEmpty else {
            throw Failure.found("not as invoiced: \(odd.joined(separator: ", "))")
        }
    }
}

struct InvoiceListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List records: ours, or those of partners.")

    @Flag(help: "Those of partners.")
    var theirs = false
    @OptionGroup var setting: InvoiceSetting

    func run() throws {
        let desk = try setting.invoices(by: "list", at: .now)
        let records =
            try
            (theirs
            ? desk.connection.partnerInvoiceRecords() : desk.connection.ownInvoiceRecords())
        guard setting.json.json else {
            print(StoredInvoiceRecord.table(records), terminator: "")
            return
        }
        for record in records { print(record.json.line) }
    }
}

struct InvoiceCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check an annex: signature, sums, and its record.")

    @Argument(help: ArgumentHelp("The annex.", valueName: "ANNEX.json"))
    var annex: String
    @Option(help: ArgumentHelp("Its signature (default: ANNEX.json.sig).", valueName: "FILE"))
    var signature: String?
    @Option(help: ArgumentHelp("The signer's public key, PEM.", valueName: "FILE"))
    var key: String
    @Option(help: ArgumentHelp("The record that it belongs to.", valueName: "FILE"))
    var record: String?

    func run() throws {
        func bytes(_ path: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        }
        guard let verifying = VerifyingKey(pem: try bytes(key)) else {
            throw Failure.refused("\(key) is no public key in PEM, Ed25519 or ECDSA P-256")
        }
        var check = AnnexCheck(try bytes(annex))
        check.check(signature: try bytes(signature ?? annex + ".sig"), of: verifying)
        if let record {
            var reader = JSONReader()
            let document = try bytes(record)
            let decoded = try document.withUnsafeBytes { raw in
                try decodeInvoiceRecord(raw, using: &reader)
            }
            check.check(record: decoded.value)
        }
        let fingerprint = verifying.fingerprint?.description ?? "?"
        guard check.problems.isEmpty else {
            throw Failure.found(check.problems.joined(separator: "; "))
        }
        print("OK, signed by the key with SHA-256 \(fingerprint)")
    }
}
