import Amounts
import Roaming

extension Matter {
    /// Times or energy that cannot be: nothing is settled by them.
    func implausible() -> Ruling? {
        guard let record = chargeOfItsOwn else { return nil }
        var forms = [record.stands]
        if record.isIssued, let held = record.held { forms.append(held) }
        for cdr in forms {
            guard let why = cdr.whyImplausible else { continue }
            return Ruling(
                .implausible, .nothing,
                "CDR \(cdr.name) (\(cdr.hub)) cannot be: \(why). \(claimInWords).")
        }
        return nil
    }

    /// The CDR of the subject when it stands for a charging of its own: no copy, no credit, not
    /// taken back.
    var chargeOfItsOwn: CDRRecord? {
        switch subject.fate {
        case .paired, .review, .alone, .tied, .suspect:
            subject.record.flatMap { $0.stands.credit ? nil : $0 }
        default: nil
        }
    }
}

extension CDRFields {
    fileprivate var whyImplausible: String? {
        if end < start { return "it ended \(end), before it started \(start)" }
        if let instant = [start, end, lastUpdated].first(where: \.isBeforeOCPI) {
            return "it names the time \(instant)"
        }
        if energy.isNegative { return "its energy is \(Words.energy(energy)), but it is no credit" }
        if plausibility.contains(.exceedsPower) {
            return "\(Words.energy(energy)) is more than the power of its connector allows in "
                + Words.duration(milliseconds: end.milliseconds(since: start))
        }
        if plausibility.contains(.exceedsConnector) {
            return "\(Words.energy(energy)) is more than any connector of its type allows in "
                + Words.duration(milliseconds: end.milliseconds(since: start))
        }
        if plausibility.contains(.timeInMinutes) { return "its total time is in minutes" }
        if plausibility.contains(.timeInSeconds) { return "its total time is in seconds" }
        return nil
    }
}
