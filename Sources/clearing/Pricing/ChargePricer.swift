import Intake
import Rating
import Roaming

/// Prices CDRs from their bytes, one after another, with one reader and one rater. One a thread.
struct ChargePricer: ~Copyable {
    private var reader = JSONReader()
    private var rater: DatedRater
    /// The last one of a batch, whose memory serves again.
    private var line = BatchLine()

    init(_ request: PriceRequest) { rater = DatedRater(request) }

    /// A CDR as it stands in a file of its own.
    mutating func price(cdr bytes: UnsafeRawBufferPointer) -> PriceAnswer {
        do throws(Reject) {
            let decoded = try decodeCharge(bytes, as: rater.request.version, using: &reader)
            var charge = decoded.value
            return rater.price(
                &charge, rater.request.tariffs, nil,
                decoded.findings + rater.request.tariffFindings)
        } catch {
            return .refused(PriceRefusal(error))
        }
    }

    /// A line of a batch: `{"cdr": {…}, "tariff": {…} | "tariffs": […], "time_zone": "…"}`.
    mutating func price(line document: PaddedBytes) -> PriceAnswer {
        do throws(Reject) {
            let findings = try decodeBatchLine(
                document, as: rater.request.version, using: &reader, into: &line)
            let tariffs =
                line.tariffs.isEmpty ? rater.request.tariffs : line.tariffs.map { compile($0) }
            return rater.price(
                &line.charge, tariffs, line.timeZone,
                findings.isEmpty ? [] : findings.map(\.insideCDR))
        } catch {
            let inner = error.pointer.insideCDR
            return .refused(PriceRefusal(code: error.code, pointer: inner, text: error.text))
        }
    }
}

/// A rater whose rounding follows the date of the session.
private struct DatedRater {
    let request: PriceRequest
    private var rater: Rater
    /// The last price, whose memory serves again.
    private var rated = RatedCharge()

    init(_ request: PriceRequest) {
        self.request = request
        rater = Rater(under: request.rules)
    }

    mutating func price(
        _ charge: inout Charge, _ tariffs: [CompiledTariff], _ timeZone: String?,
        _ findings: [Finding]
    ) -> PriceAnswer {
        let known = charge.timeZone
        if let zone = timeZone ?? request.timeZone { charge.timeZone = zone }
        chooseRounding(charge)
        if let refusal = rater.rate(charge, by: tariffs, knownTimeZone: known, into: &rated) {
            return .refused(PriceRefusal(refusal))
        }
        let verification =
            request.verifies
            ? verify(charge, by: tariffs, under: rater.rules, knownTimeZone: known) : nil
        return .priced(
            PricedCharge(rated: rated, readingFindings: findings, verification: verification))
    }

    /// The policy as it stood when the session started: the newest when the CDR does not say, the
    /// oldest for sessions before it.
    private mutating func chooseRounding(_ charge: Charge) {
        guard let book = request.rounding else { return }
        var policy = book.all.last?.rule
        if let start = charge.start ?? charge.periods.first?.start, start.milliseconds != 0 {
            let day = Day(daysSince1970: Int(start.seconds.dividedDown(by: 86_400)))
            policy = book.rule(on: day) ?? book.all.first?.rule
        }
        guard let policy, rater.rules.rounding != policy else { return }
        var rules = request.rules
        rules.rounding = policy
        rater = Rater(under: rules)
    }
}

extension Finding {
    /// Of a batch line: its pointer as if the CDR stood alone, like all others.
    fileprivate var insideCDR: Finding {
        Finding(code, severity, at: pointer.insideCDR, text, atStake: atStake)
    }
}

extension String {
    fileprivate var insideCDR: String {
        self == "/cdr" || hasPrefix("/cdr/") ? String(dropFirst(4)) : self
    }
}
