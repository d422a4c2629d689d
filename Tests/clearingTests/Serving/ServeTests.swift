import Foundation
import TestSupport
import Testing

/// `clearing client` and `clearing serve` as their users start them, over a month that was cleared.
@Suite struct ServeTests {
    @Test func `a cleared month is served to those who were added, and SIGTERM ends it`() throws {
        let served = try ServedAPI(clearedMonth: 200)
        let months = try served.ask("/v1/months", key: served.key)
        #expect(months.contains(#""month":"2026-10","is_reconciled":true,"is_settled":true"#))

        // As the command line has it.
        let listed = try served.objects("/v1/cdrs?limit=1000", key: served.key)
        let printed = try served.clearing.succeed("dispositions", "--month", "2026-10", "--json")
        let counted = try served.objects("/v1/dispositions", key: served.key)
            .compactMap { $0["lines"] as? Int }.reduce(0, +)
        #expect(counted == printed.split(separator: "\n").count)
        #expect(!listed.isEmpty)

        // What would be paid by the same rules is what was settled.
        let settled = try served.objects("/v1/payouts", key: served.key)
        let preview = try served.objects("/v1/payouts/preview", key: served.key, "-X", "POST")
        #expect(!settled.isEmpty)
        #expect(settled as NSArray == preview as NSArray)

        let priced = try #require(listed.first { $0["ours"] is String })
        let id = try #require(priced["id"] as? String)
        let working = try served.ask("/v1/cdrs/\(id)/price", key: served.key)
        #expect(working.contains("\"claimed\":"), "\(working)")
        let audit = try served.ask("/v1/cdrs/\(id)/audit", key: served.key)
        #expect(audit.contains("\"documents\"") || audit.contains("\"cdr\":{"), "\(audit)")

        let tariff = try #require(
            try served.objects("/v1/tariffs?limit=1", key: served.key).first?["id"] as? String)
        let explained = try served.ask("/v1/tariffs/\(tariff)", key: served.key)
        #expect(explained.contains("Three sessions"), "\(explained)")

        // The files of a statement are those that `clearing month` wrote.
        let statement = try #require(
            try served.objects("/v1/statements", key: served.key).first {
                $0["side"] as? String == "cpo"
            })
        let (name, partner) = (
            try #require(statement["id"] as? String),
            try #require(statement["counterparty"] as? String)
        )
        let csv = try served.ask("/v1/statements/\(name).csv", key: served.key)
        #expect(
            try csv
                == served.written("settlement-statement-2026-10-\(partner)-receivable-lines.csv"))

        let price = "/v1/tariffs/price"
        let type = "Content-Type: application/json"
        let refused = try served.ask(price, key: served.key, "-H", type, "-d", #"{"cdr": 5}"#)
        #expect(refused.contains(#""pointer":"/body/cdr""#), "\(refused)")
        let unpriced = try served.ask(price, key: served.key, "-H", type, "-d", #"{"cdr": {}}"#)
        #expect(unpriced.hasPrefix(#"{"unpriceable":"#), "\(unpriced)")

        #expect(try served.end() == 0)
    }

    @Test func `a client is added, listed, given a new secret and revoked`() throws {
        let clearing = try ClearingProcess(ScratchDatabase())
        let key = try clearing.succeed("client", "add", "desk", "--scope", "settlement:read")
        #expect(key.hasPrefix("desk.") && key.count == 5 + 43 + 1)
        #expect(try clearing.run("client", "add", "desk", "--scope", "audit:read").code == 65)
        #expect(try clearing.run("client", "add", "x", "--scope", "all").code == 64)
        #expect(
            try clearing.run(
                "client", "add", "site", "--scope", "settlement:read", "--vendor", "nobody"
            ).code == 65)
        let other = try clearing.succeed("client", "rotate", "desk")
        #expect(other != key)
        let list = try clearing.succeed("client", "list")
        #expect(list.contains("1 of 2") && !list.contains(key.dropFirst(5).prefix(43)))
        #expect(try clearing.succeed("client", "revoke", "desk").contains("1 secrets"))
        #expect(try clearing.run("client", "signing-key").code == 69)
    }
}
