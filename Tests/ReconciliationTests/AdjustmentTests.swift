import Amounts
import Reconciliation
import Roaming
import Testing

/// In which month a CDR is settled. September 2026 ends in India on 2026-09-30T18:30Z and its grace
/// on 2026-10-05T18:30Z; October on 2026-10-31T18:30Z and 2026-11-05T18:30Z.
@Suite struct AdjustmentTests {
    private let months = ["2026-08", "2026-09", "2026-10", "2026-11", "2026-12"]

    @Test(arguments: [
        ("2026-10-05T18:29:59.999Z", "2026-09"), ("2026-10-05T18:30:00Z", "2026-10"),
        ("2026-11-05T18:29:59.999Z", "2026-10"), ("2026-11-05T18:30:00Z", "2026-11"),
        // Before it happened, by a clock that is wrong.
        ("2026-07-01T00:00:00Z", "2026-09"),
    ])
    func `a CDR counts in the first month whose grace it reaches`(
        updated: String, settled: String
    ) throws {
        for month in months {
            let lines = try payable(
                [september()], [late(updated)], under: rules(month: month))
            if month == settled {
                #expect(lines.map(\.agreed) == [try decimal("118.00")])
            } else if month == "2026-09" {
                #expect(short(lines) == "OUT_OF_PERIOD S1 C1 0.00 0.00")
            } else {
                #expect(lines.isEmpty)
            }
        }
    }

    @Test func `an adjustment is judged as any other and tagged with its service month`() throws {
        let matched = try payable(
            [september()], [late("2026-10-20T00:00:00Z")], under: rules())
        #expect(short(matched) == "MATCHED S1 C1 118.00 0.00")
        #expect(matched[0].reason.hasSuffix(" Service month 2026-09."))
        #expect(matched[0].serviceMonth == Month("2026-09"))
        let dear = try late("2026-11-02T00:00:00Z", claim: price("110.00", "129.80"))
        let lines = try payable([september()], [dear], under: rules())
        #expect(short(lines) == "PRICE_MISMATCH S1 C1 118.00 11.80")
        #expect(lines[0].reason.contains("Also LATE_CDR"))
        let own = try payable([session()], [cdr(session: "S1")])
        #expect(!own[0].reason.contains("Service month"))
    }

    @Test func `a session of an earlier month is on no line of its own`() throws {
        #expect(try payable([september()], [], under: rules()).isEmpty)
        let lines = try payable(
            [september(), september("S2")], [late("2026-10-20T00:00:00Z", session: nil)],
            under: rules())
        // Tied, and its sessions stand in September's list.
        #expect(short(lines) == "AMBIGUOUS - C1 0.00 118.00")
    }

    @Test func `a month that is closed takes nothing more`() throws {
        let inTime = try late("2026-10-01T00:00:00Z")
        func lines(_ month: String, _ closed: [String], in settled: String? = nil) throws -> String
        {
            var cdr = inTime
            cdr.settledIn = try settled.map { try #require(Month($0)) }
            return try short(
                payable([september()], [cdr], under: rules(month: month, closed: closed)))
        }
        #expect(try lines("2026-10", []) == "")
        #expect(try lines("2026-10", ["2026-09"]) == "MATCHED S1 C1 118.00 0.00")
        #expect(try lines("2026-10", ["2026-08", "2026-09"]) == "MATCHED S1 C1 118.00 0.00")
        #expect(try lines("2026-11", ["2026-09"]) == "")
        #expect(try lines("2026-11", ["2026-09", "2026-10"]) == "MATCHED S1 C1 118.00 0.00")
        // What stands in its closed lines stays there.
        #expect(try lines("2026-10", ["2026-09"], in: "2026-09") == "")
        // September made again, after October settled it: not twice.
        #expect(try lines("2026-09", [], in: "2026-10") == "OUT_OF_PERIOD S1 C1 0.00 0.00")
        #expect(try lines("2026-09", [], in: "2026-09") == "LATE_CDR S1 C1 118.00 0.00")
    }

    @Test func `a late credit leaves its original alone and is settled by itself`() throws {
        let records = try [late("2026-09-20T00:00:00Z"), credit("2026-10-20T00:00:00Z")]
        let september = try payable([september()], records, under: rules(month: "2026-09"))
        #expect(short(september) == "MATCHED S1 C1 118.00 0.00; OUT_OF_PERIOD - CR 0.00 0.00")
        let october = try payable([self.september()], records, under: rules())
        #expect(short(october) == "CREDITED - CR -118.00 0.00")
        #expect(october[0].agreedBeforeTax == (try decimal("-100.00")))
        #expect(october[0].reason.hasSuffix(" Service month 2026-09."))
        #expect(try payable([self.september()], records, under: rules(month: "2026-11")).isEmpty)
    }

    @Test func `a late credit whose own times are of the later month goes by its original's`()
        throws
    {
        var credit = try credit("2026-10-20T00:00:00Z")
        (credit.start, credit.end) = (credit.lastUpdated, credit.lastUpdated)
        let records = try [late("2026-09-20T00:00:00Z"), credit]
        let october = try payable([september()], records, under: rules())
        #expect(short(october) == "CREDITED - CR -118.00 0.00")
        #expect(october[0].reason.hasSuffix(" Service month 2026-09."))
    }

    @Test func `original and credit that are both late cancel in the same month`() throws {
        let records = try [late("2026-10-19T00:00:00Z"), credit("2026-10-20T00:00:00Z")]
        let september = try payable([september()], records, under: rules(month: "2026-09"))
        #expect(short(september) == "OUT_OF_PERIOD S1 C1 0.00 0.00; OUT_OF_PERIOD - CR 0.00 0.00")
        let october = try payable([self.september()], records, under: rules())
        #expect(short(october) == "CREDITED S1 C1 118.00 0.00; CREDITED - CR -118.00 0.00")
    }

    @Test func `a credit never counts before its original`() throws {
        let records = try [late("2026-10-19T00:00:00Z"), credit("2026-09-20T00:00:00Z")]
        let september = try payable([september()], records, under: rules(month: "2026-09"))
        #expect(short(september) == "OUT_OF_PERIOD S1 C1 0.00 0.00; OUT_OF_PERIOD - CR 0.00 0.00")
        let october = try payable([self.september()], records, under: rules())
        #expect(short(october) == "CREDITED S1 C1 118.00 0.00; CREDITED - CR -118.00 0.00")
    }

    @Test func `a late credit of another amount is held alone`() throws {
        var records = try [late("2026-09-20T00:00:00Z"), credit("2026-10-20T00:00:00Z")]
        records[1].claimed = try price("-50.00", "-59.00")
        let september = try payable([september()], records, under: rules(month: "2026-09"))
        #expect(short(september) == "MATCHED S1 C1 118.00 0.00; OUT_OF_PERIOD - CR 0.00 0.00")
        let october = try payable([self.september()], records, under: rules())
        #expect(short(october) == "CREDIT_NOT_FULL - CR 0.00 -59.00")
    }

    @Test func `what we issued decides whether a credit is late, whenever the hub took it in`()
        throws
    {
        var issued = try [late("2026-09-20T00:00:00Z"), credit("2026-09-25T00:00:00Z")]
        for index in issued.indices { issued[index].hub = "own" }
        let held = try [late("2026-09-20T00:00:00Z"), credit("2026-10-20T00:00:00Z")]
        let lines = try receivable(
            [september()], issued: issued, held: held, under: rules(month: "2026-09"))
        #expect(short(lines) == "CREDITED S1 C1 118.00 0.00; CREDITED - CR -118.00 0.00")
        #expect(
            try receivable([september()], issued: issued, held: held, under: rules()).isEmpty)
    }

    @Test(arguments: 0..<400)
    func `over all months every CDR is settled once, and listed as late at most once`(
        seed: Int
    ) throws {
        var dice = Dice(seed: seed)
        var shard = try randomShard(&dice)
        // Spread over three months, and updated up to two months later.
        for index in shard.held.indices {
            shard.held[index].lastUpdated = shard.held[index].lastUpdated.advanced(
                bySeconds: Int64.random(in: 0..<(70 * 86_400), using: &dice))
        }
        var settled: [String: Int] = [:]
        var listed: [String: Int] = [:]
        // A credit of one hub's CDR leaves the one we issued to another's, which is then on its line.
        var underOtherID: Set<String> = []
        for month in ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02"] {
            for line in try reconcile(shard, under: rules(month: month)).lines {
                guard let cdr = line.cdrID else { continue }
                let other = line.reason.firstMatch(
                    of: #/holds it under another id, as CDR ([^.]+)\./#)
                if let other { underOtherID.insert(String(other.output.1)) }
                if line.disposition == .outOfPeriod {
                    listed[cdr, default: 0] += 1
                    #expect(month == "2026-10")
                } else {
                    settled[cdr, default: 0] += 1
                }
            }
        }
        var lines: [String: Int] = [:]
        for line in try reconcile(shard, under: rules()).lines {
            if let cdr = line.cdrID { lines[cdr, default: 0] += 1 }
        }
        for (cdr, count) in listed where !underOtherID.contains(cdr) {
            #expect(settled[cdr, default: 0] >= count)
        }
        for (cdr, count) in lines where !underOtherID.contains(cdr) {
            #expect(settled[cdr, default: 0] == count, "\(cdr)")
        }
    }

    @Test(arguments: 0..<600)
    func `what comes later changes nothing that a month has settled`(seed: Int) throws {
        var dice = Dice(seed: seed)
        let shard = try randomShard(&dice)
        let graceEnd = try rules().window.graceEnd
        var before = shard
        before.issued.removeAll { $0.lastUpdated >= graceEnd }
        before.held.removeAll { $0.lastUpdated >= graceEnd }
        // A CDR of ours that the hub took in late was not there either.
        let after = try reconcile(shard, under: rules()).lines
        let lateHere = Set(after.filter { $0.disposition == .outOfPeriod }.compactMap(\.sessionID))
        func settled(_ lines: [ReconciledLine]) -> [String] {
            lines.filter { line in
                guard line.cdrID == nil else { return line.disposition != .outOfPeriod }
                return !lateHere.contains(line.sessionID ?? "")
            }.map {
                "\($0.cdrID ?? "-") \($0.agreed) \($0.disputed) \($0.sessionID ?? "-") "
                    + ($0.cdrID == nil ? "" : $0.disposition.rawValue)
            }.sorted()
        }
        guard shard.side == .emsp else { return }
        let (with, without) = (settled(after), settled(try reconcile(before, under: rules()).lines))
        #expect(with == without, "\(with) against \(without)")
    }

    private func september(_ id: String = "S1") throws -> SessionFacts {
        try session(id, start: "2026-09-14T04:30:00Z", end: "2026-09-14T05:30:00Z")
    }

    private func late(
        _ updated: String, session: String? = "S1", claim: Price? = nil
    ) throws -> CDRFacts {
        try cdr(
            session: session, start: "2026-09-14T04:30:00Z", end: "2026-09-14T05:30:00Z",
            claim: claim, updated: updated)
    }

    private func credit(_ updated: String) throws -> CDRFacts {
        try cdr(
            "CR", session: "S1", start: "2026-09-14T04:30:00Z", end: "2026-09-14T05:30:00Z",
            claim: price("-100.00", "-118.00"), credit: true, creditReference: "C1",
            updated: updated)
    }
}
