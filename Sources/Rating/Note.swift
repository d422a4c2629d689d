import Amounts
import Roaming

/// Everything that can be noteworthy about one CDR, in the order in which it is reported.
enum NoteCode: UInt8, Sendable, CaseIterable {
    case periodsUnordered, periodsOverlap, periodOutsideSession, periodTooLong, clockUnknown,
        currencyAssumed
    case timeZoneUnknown, tariffAssumed, tariffIDUnknown, periodWithoutTariff, reservationExpired
    case dimensionRepeated, dimensionIgnored, flatDimensionIgnored, volumeMissing
    case timeNotMeasured
    case powerDataMissing, powerStraddles, volumeUnpriced, taxUnknown, timeSnapped
    case boundaryInside, hoursNegative, volumeExceedsClock, hoursInMinutes, hoursInSeconds
    case energyExceedsPower, energyExceedsConnector, totalEnergyDiffers, totalEnergyInWattHours
    case energyInWattHours, totalTimeDiffers, totalTimeInMinutes, totalTimeInSeconds
    case totalParkingDiffers
}

/// A finding before it is put into words; plain bytes, so that noting costs next to nothing.
struct Note: Sendable {
    var code: NoteCode
    /// Into `Charge.periods`, -1 = the CDR as a whole.
    var period: Int32
    /// A volume, an element, a dimension or a tariff, as the code says; -1 = none.
    var item: Int32
    /// Two amounts or volumes, `numerator / denominator`; zero denominators when there are none.
    var first = Figure()
    var second = Figure()

    init(_ code: NoteCode, period: Int32 = -1, item: Int32 = -1) {
        self.code = code
        self.period = period
        self.item = item
    }
}

/// An exact number in plain bytes. What does not fit is kept to twelve decimals.
struct Figure: Sendable {
    var numerator: Int128 = 0
    var denominator: Int128 = 0

    init() {}

    init<Number: ExactInteger>(_ number: Number, over unit: Number) {
        if let number = number as? Int128, let unit = unit as? Int128 {
            (numerator, denominator) = (number, unit)
            return
        }
        let amount = number.exact(over: unit)
        if let fraction = amount.fraction {
            (numerator, denominator) = (fraction.numerator, fraction.denominator)
        } else if let cut = try? amount.rounded(Rounding(digits: 12, mode: .halfUp)) {
            (numerator, denominator) = (cut.coefficient, Tens.value(12))
        }
    }

    var exact: ExactAmount? {
        denominator == 0 ? nil : ExactAmount(numerator, over: denominator)
    }
}
