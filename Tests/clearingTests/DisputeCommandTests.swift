import Foundation
import Reconciliation
import Roaming
import TestSupport
import Testing

@testable import clearing

/// Disputes from the command line, as a clerk would see them through. In the month: C-2 and C-4 are
/// claims of ours (CPO side, 6.00 and 70.80 INR), K-8 and K-9 claims of theirs (6.48 and 3.60 EUR).
@Suite struct DisputeCommandTests {
    private func states(_ month: DisputedMonth, _ arguments: String...) throws -> [String: String] {
        let listed = try DisputedMonth.objects(
            month.process.succeed(["dispute", "list", "--all", "--json"] + arguments))
        return Dictionary(
            uniqueKeysWithValues: listed.map {
                (
                    "\($0["cdr_id"] ?? "") part \($0["part"] ?? "")",
                    "\($0["state"] ?? "") \($0["in_dispute"] ?? "")"
                )
            })
    }

    @Test func `all that is not agreed is disputed once`() throws {
        let month = try DisputedMonth()
        let at = ["--month", "2026-10", "--at", "2026-11-07T06:00:00Z"]
        let opened = try DisputedMonth.objects(
            month.process.succeed(["dispute", "open", "--all", "--json"] + at))
        #expect(opened.map { $0["result"] as? String } == Array(repeating: "opened", count: 4))
        let again = try month.process.succeed(["dispute", "open", "--all", "--json"] + at)
        #expect(
            try DisputedMonth.objects(again).map { $0["result"] as? String }
                == Array(repeating: "unchanged", count: 4))
        #expect(
            try states(month) == [
                "C-2 part 1": "OPEN 6.00", "C-4 part 1": "OPEN 70.80", "K-8 part 1": "OPEN 6.48",
                "K-9 part 1": "OPEN 3.60",
            ])
        #expect(
            try scorecard(month) == [
                "FR-IZI,payable,EUR,2,0,0,0,0,2,10.08,0.00,0.00,0.00,10.08,,"
                    + "2026-11-07T11:30:00+05:30",
                "IN-TPC,receivable,INR,2,0,0,0,0,2,76.80,0.00,0.00,0.00,76.80,,"
                    + "2026-11-07T11:30:00+05:30",
            ])
        let one = try month.process.run(["dispute", "open", "C-1"] + at)
        #expect(one.code == 65 && one.errors.contains("nothing of CDR C-1 is in dispute"))
        let nobody = try month.process.run(["dispute", "open", "X-9"] + at)
        #expect(nobody.code == 65 && nobody.errors.contains("no line of 2026-10 is about X-9"))
    }

    @Test func `who decides must be said`() throws {
        var month = try DisputedMonth()
        month.process.environment["CLEARING_USER"] = ""
        let ended = try month.process.run("dispute", "open", "K-9", "--month", "2026-10")
        #expect(ended.code == 64 && ended.errors.contains("--by"))
        try month.process.succeed("dispute", "open", "K-9", "--month", "2026-10", "--by", "Ravi")
        let shown = try month.disputes("show", "--month", "2026-10")
        let history = try #require(shown.first?["history"] as? [[String: Any]])
        #expect(history.first?["by"] as? String == "Ravi")
    }

    @Test func `disputes are seen through to their ends`() throws {
        let month = try DisputedMonth()
        try month.process.succeed(
            "dispute", "open", "--all", "--month", "2026-10", "--at", "2026-11-07T06:00:00Z")
        try month.process.succeed(
            "dispute", "send", "--month", "2026-10", "--at", "2026-11-10T06:00:00Z", "--out",
            month.folder.path("claims"))
        let listed = try month.disputes("list", "--at", "2026-11-17T06:00:00Z")
        func id(_ cdr: String) throws -> String {
            try #require(listed.first { $0["cdr_id"] as? String == cdr }?["dispute"] as? String)
        }
        // Sent on the 10th, to be acknowledged by the 15th; it is the 17th.
        #expect(listed.allSatisfy { $0["next_deadline_day"] as? String == "2026-11-15" })
        #expect(listed.allSatisfy { $0["days_left"] as? Int == -2 && $0["age_days"] as? Int == 10 })
        func act(_ arguments: String...) throws {
            try month.process.succeed(
                ["dispute"] + arguments + ["--at", "2026-11-18T06:00:00Z", "--why", "by mail"])
        }
        try act("answer", id("C-2"), "--accept")
        try act("answer", id("C-4"), "--accept-part", "50.00")
        try act("answer", id("K-8"), "--reject")
        try act("answer", id("K-9"), "--accept")
        try act("answer", id("K-9"), "--credit-note")
        try act("escalate", id("K-8"))
        try act("settle", id("K-8"), "--split", "2.00")
        try act("withdraw", "\(id("C-4"))-2")
        #expect(
            try states(month) == [
                "C-2 part 1": "ACCEPTED 0.00", "C-4 part 1": "ACCEPTED 0.00",
                "C-4 part 2": "WITHDRAWN 0.00", "K-8 part 1": "SETTLED_SPLIT 0.00",
                "K-9 part 1": "CREDITED 0.00",
            ])
        let late = try month.process.run(
            "dispute", "withdraw", try id("K-8"), "--at", "2026-11-19T06:00:00Z", "--why", "no")
        #expect(late.code == 65 && late.errors.contains("settled on a split"))
        let without = try month.process.run("dispute", "answer", try id("K-8"), "--reject")
        #expect(without.code == 64 && without.errors.contains("--why"))
        // Of 6.48 for K-8 they let go 4.48; of 70.80 for C-4 they pay 50.00 and we the rest forget.
        #expect(
            try scorecard(month) == [
                "FR-IZI,payable,EUR,2,1,0,1,0,0,10.08,8.08,2.00,0.00,0.00,0.8016,"
                    + "2026-11-18T11:30:00+05:30",
                "IN-TPC,receivable,INR,3,2,0,0,1,0,76.80,56.00,0.00,20.80,0.00,1.000,"
                    + "2026-11-18T11:30:00+05:30",
            ])
    }

    /// The scorecard's sheet about disputes, made again, without its header.
    private func scorecard(_ month: DisputedMonth) throws -> [String] {
        try month.process.succeed(
            "report", "--month", "2026-10", "--out", month.folder.path("reports"))
        let text = try month.folder.read("reports/2026-10/partner-scorecard-2026-10-disputes.csv")
        return text.components(separatedBy: "\r\n").dropFirst().filter { !$0.isEmpty }
    }

    @Test func `the claim holds every dispute with its evidence`() throws {
        let month = try DisputedMonth()
        try month.process.succeed(
            "dispute", "open", "--all", "--month", "2026-10", "--at", "2026-11-07T06:00:00Z")
        try month.process.succeed(
            "dispute", "send", "--month", "2026-10", "--partner", "FR-IZI", "--at",
            "2026-11-10T06:00:00Z", "--out", month.folder.path("claims"))
        let name = "claim-2026-10-FR-IZI-1"
        let files = try month.folder.contents(below: "claims/2026-10/\(name)")
        let packs = files.map(\.path).filter { $0.hasSuffix(".zip") }
        #expect(packs.count == 2)
        #expect(
            Set(files.map(\.path)).subtracting(packs)
                == ["\(name).json", "\(name).xlsx", "\(name)-disputes.csv"])
        let csv = try month.folder.read("claims/2026-10/\(name)/\(name)-disputes.csv")
        #expect(csv.split(separator: "\r\n").count == 3)
        let claim = try #require(
            DisputedMonth.objects(month.folder.read("claims/2026-10/\(name)/\(name).json")).first)
        let disputes = try #require(claim["disputes"] as? [[String: Any]])
        #expect(Set(disputes.compactMap { $0["disputed"] as? String }) == ["6.48", "3.60"])
        #expect(disputes.allSatisfy { $0["answer_by"] as? String == "2026-11-25" })
        // Nothing is open with them any more, so a second sending has nothing to send.
        let again = try month.disputes(
            "send", "--partner", "FR-IZI", "--month", "2026-10", "--at", "2026-11-11T06:00:00Z")
        #expect(again.isEmpty)
    }

    @Test func `a credit CDR that takes all back ends a dispute, once`() throws {
        let month = try DisputedMonth()
        try month.process.succeed(
            "dispute", "open", "K-9", "--month", "2026-10", "--at", "2026-11-07T06:00:00Z")
        let input = Checkout.cases.appendingPathComponent("months/both-sides/in")
        try month.folder.copy(input, to: "in")
        let cdrs = "in/hubs/gireve/cdrs/cdrs.ndjson"
        let lines = try month.folder.read(cdrs)
        let original = try #require(
            lines.split(separator: "\n").first { $0.contains("\"id\":\"K-9\"") })
        for (number, total, updated, changed) in [
            (1, "{\"excl_vat\":-3.00,\"incl_vat\":-3.59}", "2026-11-20T09:00:00Z", 0),
            (2, "{\"excl_vat\":-3.00,\"incl_vat\":-3.60}", "2026-11-21T09:00:00Z", 1),
        ] {
            let credit = original.replacing("\"id\":\"K-9\"", with: "\"id\":\"K-9-C\(number)\"")
                .replacing(
                    "\"total_cost\":{\"excl_vat\":3.00,\"incl_vat\":3.60}",
                    with: "\"credit\":true,\"credit_reference_id\":\"K-9\",\"total_cost\":\(total)"
                )
                .replacing("2026-10-10T12:00:00Z", with: updated)
            try month.folder.write(lines + credit + "\n", to: cdrs)
            try month.clear(month.folder.url("in"))
            let early = try month.disputes("advance", "--at", "2026-11-19T06:00:00Z")
            #expect(early.isEmpty, "what came later is not known yet")
            let now = try month.disputes("advance", "--at", "2026-11-22T06:00:00Z")
            #expect(now.count == changed, "\(credit)")
        }
        #expect(try states(month) == ["K-9 part 1": "CREDITED 0.00"])
        let again = try month.disputes("advance", "--at", "2026-11-23T06:00:00Z")
        #expect(again.isEmpty)
    }

    @Test func `a deadline of ours that passed ends a dispute by itself`() throws {
        let month = try DisputedMonth()
        try month.process.succeed(
            "dispute", "open", "K-9", "--month", "2026-10", "--at", "2026-11-07T06:00:00Z")
        // The statement is of 2026-11-06; 30 days end with 2026-12-06 in India.
        #expect(try month.disputes("advance", "--at", "2026-12-06T18:29:59Z").isEmpty)
        let over = try month.disputes("advance", "--at", "2026-12-06T18:30:00Z")
        #expect(over.first?["state"] as? String == "EXPIRED")
        let history = try #require(over.first?["history"] as? [[String: Any]])
        #expect(history.last?["released"] as? String == "3.60")
    }

    @Test func `the database allows what the table allows`() throws {
        let scratch = try ScratchDatabase()
        let stored = try scratch.texts("SELECT state || ' ' || move FROM dispute.allowed")
        let ours = DisputeState.allCases.flatMap { state in
            DisputeMove.allCases.filter { answer(to: $0, in: state).next != nil }.map {
                "\(state.rawValue) \($0.rawValue)"
            }
        }
        #expect(stored.sorted() == ours.sorted())
    }

    @Test func `the help shows what each state leads to`() throws {
        let process = ClearingProcess(databaseURL: "postgresql://nowhere")
        let help = try process.succeed("dispute", "--help")
        for state in DisputeState.allCases { #expect(help.contains(state.rawValue), "\(state)") }
        #expect(help.contains("escalate (until escalate) → ESCALATED"))
    }
}
