import Amounts
import Roaming

/// Compares what a CDR totals (energy and hours) with what its periods add up to.
///
/// A total agrees when it is off by no more than half a unit of its own last decimal and of those of
/// the volumes that it sums. Otherwise the readings of `VolumeReading` are tried, one by one.
struct VolumeVerifier {
    private let charge: Charge
    private let energy: Sum
    private let time: Sum
    private let parking: Sum
    private let reserved: Sum
    /// Hours between the CDR's start and end; nil when it does not say.
    private let clock: ExactAmount?

    init(_ charge: Charge, _ lines: [WorkingLine]) {
        self.charge = charge
        energy = Sum(lines, "ENERGY", per: 1)
        time = Sum(lines, "TIME", per: 3600)
        parking = Sum(lines, "PARKING_TIME", per: 3600)
        reserved = Sum(lines, "RESERVATION_TIME", per: 3600)
        clock = charge.clockHours
    }

    /// Those that the CDR claims, in the order of `VerifiedVolume.Total`.
    func verify() -> [VerifiedVolume] {
        VerifiedVolume.Total.allCases.compactMap { total in
            claim(total).map { verify(total, $0) }
        }
    }

    private func claim(_ total: VerifiedVolume.Total) -> ExactDecimal? {
        switch total {
        case .energy: charge.claimed.energy
        case .time: charge.claimed.time
        case .parkingTime: charge.claimed.parkingTime
        }
    }

    private func ours(_ total: VerifiedVolume.Total) -> ExactAmount? {
        switch total {
        case .energy: energy.isStated || charge.states([.energy]) ? energy.ours : nil
        case .time: hasHours ? time.ours + parking.ours + reserved.ours : clock
        case .parkingTime: charge.states([.time, .parkingTime]) ? parking.ours : nil
        }
    }

    private var hasHours: Bool { time.isStated || parking.isStated || reserved.isStated }

    private func verify(_ total: VerifiedVolume.Total, _ claimed: ExactDecimal) -> VerifiedVolume {
        let claim = ExactAmount(claimed)
        guard let ours = ours(total) else {
            return VerifiedVolume(
                total: total, claimed: claimed, ours: nil, agrees: nil, causes: [], reading: nil)
        }
        let slack = slack(total, claimed)
        func isNear(_ amount: ExactAmount, _ slack: ExactAmount) -> Bool {
            let gap = claim - amount
            return max(gap, gap.negated()) <= slack
        }
        var (reached, reading): (ExactAmount, VolumeReading?) = (ours, nil)
        if !isNear(ours, slack) {
            let found = readings(total, ours).first { $0.1 != ours && isNear($0.1, $0.2(slack)) }
            if let found { (reading, reached) = (found.0, found.1) }
        }
        let agrees = isNear(ours, slack) || reading?.agrees == true
        var shares: [DifferenceCause: ExactAmount] = [:]
        if let reading { shares[reading.cause] = reached - ours }
        let rest: DifferenceCause = agrees || reading != nil ? .rounding : .quantity
        shares[rest, default: .zero] = shares[rest, default: .zero] + (claim - reached)
        return VerifiedVolume(
            total: total, claimed: claimed, ours: ours, agrees: agrees,
            causes: CauseShare.list(shares), reading: reading)
    }

    /// Half a unit of the claim's last decimal, at least the second, and of those of the volumes.
    private func slack(_ total: VerifiedVolume.Total, _ claimed: ExactDecimal) -> ExactAmount {
        let kinds: [VolumeKind] =
            switch total {
            case .energy: [.energy]
            case .time: [.time, .parkingTime, .reservationTime]
            case .parkingTime: [.parkingTime]
            }
        var slack = Self.halfUnit(claimed, least: 2)
        for volume in charge.volumes where kinds.contains(volume.kind) {
            slack = slack + Self.halfUnit(volume.amount, least: total.periodDigits)
        }
        return slack
    }

    private static func halfUnit(_ number: ExactDecimal, least digits: Int) -> ExactAmount {
        ExactAmount(1, over: 2 * Tens.value(max(number.trimmed().scale, digits)))
    }
}

// The readings.
extension VolumeVerifier {
    /// How much the claim may be off from a reading, given what it may be off from ours.
    private typealias Slack = (ExactAmount) -> ExactAmount

    private func readings(
        _ total: VerifiedVolume.Total, _ ours: ExactAmount
    ) -> [(VolumeReading, ExactAmount, Slack)] {
        func times(_ factor: Int64) -> (ExactAmount, Slack) {
            let factor = ExactAmount(factor)
            return (ours * factor, { $0 * factor })
        }
        func plain(_ reading: VolumeReading, _ amount: ExactAmount)
            -> (VolumeReading, ExactAmount, Slack)
        {
            (reading, amount, { $0 })
        }
        switch total {
        case .energy:
            let (wattHours, slack) = times(1000)
            return [
                plain(.wholeSteps, energy.billed), (.wattHours, wattHours, slack),
            ]
        case .time:
            let hours = time.ours + parking.ours
            var readings = [
                plain(.printedHours, time.printed + parking.printed + reserved.printed),
                plain(.withoutReservation, hours), plain(.chargingOnly, time.ours),
                plain(.wholeSteps, time.billed + parking.billed + reserved.billed),
            ]
            if let clock { readings.append(plain(.clock, clock)) }
            return readings + inOtherUnits(ours)
        case .parkingTime:
            return [plain(.printedHours, parking.printed), plain(.wholeSteps, parking.billed)]
                + inOtherUnits(ours)
        }
    }

    private func inOtherUnits(
        _ hours: ExactAmount
    ) -> [(VolumeReading, ExactAmount, Slack)] {
        [(VolumeReading.minutes, Int64(60)), (.seconds, 3600)].map { reading, factor in
            let factor = ExactAmount(factor)
            return (reading, hours * factor, { $0 * factor })
        }
    }

    /// One dimension's volume over all periods, in kWh or hours.
    private struct Sum {
        /// As the rules read it.
        private(set) var ours = ExactAmount.zero
        /// As printed.
        private(set) var printed = ExactAmount.zero
        /// With what the step size added.
        private(set) var billed = ExactAmount.zero
        private(set) var isStated = false

        init(_ lines: [WorkingLine], _ dimension: String, per unit: Int64) {
            for line in lines where line.dimension == dimension {
                isStated = true
                ours = ours + line.volumeSnapped
                printed = printed + line.volumeSent
                billed = billed + (line.source == nil ? line.volumeSnapped : line.volumeBilled)
            }
            guard unit != 1 else { return }
            let unit = ExactAmount(unit)
            ours = ours.divided(by: unit)
            printed = printed.divided(by: unit)
            billed = billed.divided(by: unit)
        }
    }
}

extension Charge {
    fileprivate func states(_ kinds: [VolumeKind]) -> Bool {
        volumes.contains { kinds.contains($0.kind) }
    }

    fileprivate var clockHours: ExactAmount? {
        guard let start, let end, start.milliseconds != 0, end > start else { return nil }
        return ExactAmount(Int128(end.milliseconds(since: start)), over: 3_600_000)
    }
}

extension CauseShare {
    /// In the order of the causes; those without effect are left out.
    static func list(_ shares: [DifferenceCause: ExactAmount]) -> [CauseShare] {
        DifferenceCause.allCases.compactMap { cause in
            guard let amount = shares[cause], !amount.isZero else { return nil }
            return CauseShare(cause: cause, amount: amount)
        }
    }
}
