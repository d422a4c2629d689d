import Amounts
import Roaming

extension NoteCode {
    /// Stable, for machines.
    var wire: String {
        switch self {
        case .periodsUnordered: "PERIODS_UNORDERED"
        case .periodsOverlap: "PERIODS_OVERLAP"
        case .periodOutsideSession: "PERIOD_OUTSIDE_SESSION"
        case .periodTooLong: "PERIOD_TOO_LONG"
        case .clockUnknown: "CLOCK_UNKNOWN"
        case .currencyAssumed: "CURRENCY_ASSUMED"
        case .timeZoneUnknown: "TIME_ZONE_UNKNOWN"
        case .tariffAssumed: "TARIFF_ASSUMED"
        case .tariffIDUnknown: "TARIFF_ID_UNKNOWN"
        case .periodWithoutTariff: "PERIOD_WITHOUT_TARIFF"
        case .reservationExpired: "RESERVATION_EXPIRED"
        case .dimensionRepeated: "DIMENSION_REPEATED"
        case .dimensionIgnored: "DIMENSION_IGNORED"
        case .flatDimensionIgnored: "FLAT_DIMENSION_IGNORED"
        case .volumeMissing: "VOLUME_MISSING"
        case .timeNotMeasured: "TIME_NOT_MEASURED"
        case .powerDataMissing: "POWER_DATA_MISSING"
        case .powerStraddles: "PERIOD_SHOULD_BE_SPLIT"
        case .volumeUnpriced: "VOLUME_UNPRICED"
        case .taxUnknown: "TAX_UNKNOWN"
        case .timeSnapped: "TIME_SNAPPED"
        case .boundaryInside: "BOUNDARY_INSIDE_PERIOD"
        case .hoursNegative: "HOURS_NEGATIVE"
        case .volumeExceedsClock: "VOLUME_EXCEEDS_CLOCK"
        case .hoursInMinutes: "HOURS_IN_MINUTES"
        case .hoursInSeconds: "HOURS_IN_SECONDS"
        case .energyExceedsPower: "ENERGY_EXCEEDS_POWER"
        case .energyExceedsConnector: "ENERGY_EXCEEDS_CONNECTOR"
        case .totalEnergyDiffers: "TOTAL_ENERGY_DIFFERS"
        case .totalEnergyInWattHours: "TOTAL_ENERGY_IN_WATT_HOURS"
        case .energyInWattHours: "ENERGY_IN_WATT_HOURS"
        case .totalTimeDiffers: "TOTAL_TIME_DIFFERS"
        case .totalTimeInMinutes: "TOTAL_TIME_IN_MINUTES"
        case .totalTimeInSeconds: "TOTAL_TIME_IN_SECONDS"
        case .totalParkingDiffers: "TOTAL_PARKING_TIME_DIFFERS"
        }
    }

    var severity: Finding.Severity {
        switch self {
        case .clockUnknown, .tariffAssumed, .periodWithoutTariff, .reservationExpired,
            .dimensionIgnored, .flatDimensionIgnored, .volumeMissing, .timeNotMeasured,
            .powerDataMissing,
            .volumeUnpriced, .taxUnknown, .timeSnapped, .boundaryInside, .powerStraddles:
            .note
        case .periodsUnordered, .periodsOverlap, .periodOutsideSession, .periodTooLong,
            .currencyAssumed, .timeZoneUnknown, .tariffIDUnknown, .dimensionRepeated,
            .hoursNegative, .volumeExceedsClock, .hoursInMinutes, .hoursInSeconds,
            .energyExceedsPower, .energyExceedsConnector, .totalEnergyDiffers,
            .totalEnergyInWattHours, .energyInWattHours, .totalTimeDiffers, .totalTimeInMinutes,
            .totalTimeInSeconds, .totalParkingDiffers:
            .warning
        }
    }
}

extension Note {
    /// The finding in plain words, with a pointer into the CDR.
    var finding: Finding {
        Finding(code.wire, code.severity, at: pointer, text, atStake: atStake)
    }

    private var pointer: String {
        switch code {
        case .currencyAssumed: "/currency"
        case .timeZoneUnknown: "/cdr_location/time_zone"
        case .totalEnergyDiffers, .totalEnergyInWattHours: "/total_energy"
        case .energyInWattHours: "/charging_periods"
        case .totalParkingDiffers: "/total_parking_time"
        case .totalTimeDiffers, .totalTimeInMinutes, .totalTimeInSeconds: "/total_time"
        case .tariffIDUnknown: "/charging_periods/\(period)/tariff_id"
        default: period < 0 ? "" : "/charging_periods/\(period)"
        }
    }

    /// The other reading's total less this one's, where money hangs on it.
    private var atStake: ExactDecimal? {
        switch code {
        case .timeSnapped, .boundaryInside, .periodWithoutTariff:
            second.gap(from: first)
        default: nil
        }
    }

    private var text: String {
        switch code {
        case .timeSnapped, .boundaryInside, .periodWithoutTariff: otherReading
        case .volumeExceedsClock, .energyExceedsPower, .energyExceedsConnector,
            .totalEnergyDiffers, .totalTimeDiffers, .totalParkingDiffers, .volumeUnpriced:
            measured
        case .hoursNegative, .hoursInMinutes, .hoursInSeconds, .totalEnergyInWattHours,
            .energyInWattHours, .totalTimeInMinutes, .totalTimeInSeconds:
            mistaken
        default: plain
        }
    }

    private var otherReading: String {
        let totals =
            "The total here is \(first.printed); the other reading gives"
            + " \(second.printed)."
        return switch code {
        case .timeSnapped:
            "Hours that are the clock time but for their last decimal: one reading takes the clock,"
                + " the other the printed hours. " + totals
        case .boundaryInside:
            "The price changes inside this charging period, which should have been two: one reading"
                + " prices it by its start, the other splits it at the boundary. " + totals
        default:
            "Other periods name a tariff and this one does not: it is free. If the CDR's first"
                + " tariff applied: " + totals
        }
    }

    private var measured: String {
        let (mine, other) = (first.printed, second.printed)
        return switch code {
        case .volumeUnpriced:
            "No tariff element prices \(Self.dimension(item)) here: \(mine)"
                + " \(item == 0 ? "kWh" : "s") cost nothing."
        case .volumeExceedsClock:
            "The period's hours add up to \(mine) s but it lasts \(other) s."
        case .energyExceedsPower:
            "\(mine) kWh is more than the period's MAX_POWER of \(other) kW gives in its time."
        case .energyExceedsConnector:
            "\(mine) kWh is more than the connector can deliver in that time (\(other) kWh)."
        case .totalEnergyDiffers:
            "total_energy says \(other) kWh; the periods add up to \(mine) kWh."
        case .totalParkingDiffers:
            "total_parking_time says \(other) s; the periods add up to \(mine) s of parking."
        default: "total_time says \(other) s; the periods add up to \(mine) s."
        }
    }

    private var mistaken: String {
        switch code {
        case .hoursNegative:
            "The period has less than no time; such hours take away from the price."
        case .hoursInMinutes: "The period's hours look like minutes; they are to be in hours."
        case .hoursInSeconds: "The period's hours look like seconds; they are to be in hours."
        case .totalEnergyInWattHours: "total_energy looks like Wh; it is to be in kWh."
        case .energyInWattHours: "The periods' ENERGY looks like Wh; it is to be in kWh."
        case .totalTimeInMinutes: "total_time looks like minutes; it is to be in hours."
        default: "total_time looks like seconds; it is to be in hours."
        }
    }

    private var plain: String {
        switch code {
        case .periodsUnordered: "The charging periods are not in order of time; they were sorted."
        case .periodsOverlap:
            "The next period starts at the same time, so this one lasts no time and yet has volume."
        case .periodOutsideSession: "The period starts outside the CDR's start and end."
        case .periodTooLong:
            "The period is longer than a year; boundaries in it are not looked for."
        case .clockUnknown: "Times are missing or the 1970 placeholder; volumes were priced."
        case .currencyAssumed: "The CDR has no currency; the tariff's was taken."
        case .timeZoneUnknown: "The time zone's name is not known; the next best source was used."
        case .tariffAssumed:
            "No period names a tariff; the first one valid at the session's start was applied."
        case .tariffIDUnknown:
            "The period names another tariff than the only one given, which was applied."
        case .reservationExpired: "Nothing but reserved time: priced as an expired reservation."
        case .dimensionRepeated: "A dimension appears twice in the period; the volumes were added."
        case .dimensionIgnored: "A dimension that prices nothing in a CDR was ignored."
        case .flatDimensionIgnored: "FLAT dimensions carry no volume and were ignored."
        case .volumeMissing:
            "The period states neither energy nor time, so there is nothing in it to charge for."
        case .timeNotMeasured:
            "Time has a price here, but the period states neither TIME nor PARKING_TIME: it is free."
        case .powerDataMissing:
            "The tariff's element \(item + 1) depends on power or current, which the period does not state: no match."
        case .powerStraddles:
            "Power or current crossed a bound of the tariff's element \(item + 1): the period should have been split."
        case .taxUnknown: "Prices include tax at a rate nobody states: before tax is unknown."
        default: code.wire
        }
    }

    private static func dimension(_ lane: Int32) -> String {
        switch lane {
        case 0: "ENERGY"
        case 1: "TIME"
        case 2: "PARKING_TIME"
        default: "RESERVATION_TIME"
        }
    }
}
