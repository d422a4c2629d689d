import Roaming

// The fields of OCPI 2.2.1's objects in its order, and its words with the usual ones first. Those
// that only older versions have stand last: a document with one of them is not plain.

enum BatchField: String, CaseIterable {
    case cdr
    case tariff
    case tariffs
    case timeZone = "time_zone"

    static let names = PlainNames<Self>(ending: "\":")
}

enum CDRField: String, CaseIterable {
    case country = "country_code"
    case party = "party_id"
    case id
    case start = "start_date_time"
    case end = "end_date_time"
    case session = "session_id"
    case token = "cdr_token"
    case authMethod = "auth_method"
    case authorization = "authorization_reference"
    case location = "cdr_location"
    case meter = "meter_id"
    case currency
    case tariffs
    case periods = "charging_periods"
    case signedData = "signed_data"
    case totalCost = "total_cost"
    case totalFixedCost = "total_fixed_cost"
    case totalEnergy = "total_energy"
    case totalEnergyCost = "total_energy_cost"
    case totalTime = "total_time"
    case totalTimeCost = "total_time_cost"
    case totalParkingTime = "total_parking_time"
    case totalParkingCost = "total_parking_cost"
    case totalReservationCost = "total_reservation_cost"
    case remark
    case invoiceReference = "invoice_reference_id"
    case credit
    case creditReference = "credit_reference_id"
    case homeCharging = "home_charging_compensation"
    case lastUpdated = "last_updated"
    case oldEnd = "stop_date_time"
    case oldToken = "auth_id"
    case oldLocation = "location"

    static let names = PlainNames<Self>(ending: "\":")
}

enum LocationField: String, CaseIterable {
    case id
    case name
    case address
    case city
    case postalCode = "postal_code"
    case state
    case country
    case coordinates
    case evseUID = "evse_uid"
    case evseID = "evse_id"
    case connector = "connector_id"
    case standard = "connector_standard"
    case format = "connector_format"
    case powerType = "connector_power_type"
    case timeZone = "time_zone"
    case oldEVSEs = "evses"

    static let names = PlainNames<Self>(ending: "\":")
}

enum PeriodField: String, CaseIterable {
    case start = "start_date_time"
    case dimensions
    case tariffID = "tariff_id"
    case encodingMethod = "encoding_method"

    static let names = PlainNames<Self>(ending: "\":")
}

enum VolumeField: String, CaseIterable {
    case type
    case volume

    static let names = PlainNames<Self>(ending: "\":")
}

enum PriceField: String, CaseIterable {
    case beforeTax = "excl_vat"
    case afterTax = "incl_vat"

    static let names = PlainNames<Self>(ending: "\":")
}

enum VolumeWord: String, CaseIterable {
    case energy = "ENERGY"
    case time = "TIME"
    case maxPower = "MAX_POWER"
    case minPower = "MIN_POWER"
    case parkingTime = "PARKING_TIME"
    case maxCurrent = "MAX_CURRENT"
    case minCurrent = "MIN_CURRENT"
    case reservationTime = "RESERVATION_TIME"
    case flat = "FLAT"

    static let names = PlainNames<Self>(ending: "\"")

    var kind: VolumeKind {
        switch self {
        case .energy: .energy
        case .time: .time
        case .maxPower: .maxPower
        case .minPower: .minPower
        case .parkingTime: .parkingTime
        case .maxCurrent: .maxCurrent
        case .minCurrent: .minCurrent
        case .reservationTime: .reservationTime
        case .flat: .flat
        }
    }
}

enum TariffField: String, CaseIterable {
    case country = "country_code"
    case party = "party_id"
    case id
    case currency
    case type
    case altText = "tariff_alt_text"
    case altURL = "tariff_alt_url"
    case minPrice = "min_price"
    case maxPrice = "max_price"
    case elements
    case start = "start_date_time"
    case end = "end_date_time"
    case energyMix = "energy_mix"
    case lastUpdated = "last_updated"

    static let names = PlainNames<Self>(ending: "\":")
}

enum ElementField: String, CaseIterable {
    case components = "price_components"
    case restrictions

    static let names = PlainNames<Self>(ending: "\":")
}

enum ComponentField: String, CaseIterable {
    case type
    case price
    case vat
    case stepSize = "step_size"

    static let names = PlainNames<Self>(ending: "\":")
}

enum TariffWord: String, CaseIterable {
    case energy = "ENERGY"
    case time = "TIME"
    case parkingTime = "PARKING_TIME"
    case flat = "FLAT"

    static let names = PlainNames<Self>(ending: "\"")

    var dimension: TariffDimension {
        switch self {
        case .energy: .energy
        case .time: .time
        case .parkingTime: .parkingTime
        case .flat: .flat
        }
    }
}

enum RestrictionField: String, CaseIterable {
    case startTime = "start_time"
    case endTime = "end_time"
    case startDate = "start_date"
    case endDate = "end_date"
    case minEnergy = "min_kwh"
    case maxEnergy = "max_kwh"
    case minCurrent = "min_current"
    case maxCurrent = "max_current"
    case minPower = "min_power"
    case maxPower = "max_power"
    case minDuration = "min_duration"
    case maxDuration = "max_duration"
    case weekdays = "day_of_week"
    case reservation

    static let names = PlainNames<Self>(ending: "\":")
}

enum WeekdayWord: String, CaseIterable {
    case monday = "MONDAY"
    case tuesday = "TUESDAY"
    case wednesday = "WEDNESDAY"
    case thursday = "THURSDAY"
    case friday = "FRIDAY"
    case saturday = "SATURDAY"
    case sunday = "SUNDAY"

    static let names = PlainNames<Self>(ending: "\"")
}

enum ReservationWord: String, CaseIterable {
    case reservation = "RESERVATION"
    case expires = "RESERVATION_EXPIRES"

    static let names = PlainNames<Self>(ending: "\"")

    var kind: Restrictions.Reservation {
        switch self {
        case .reservation: .reservation
        case .expires: .expires
        }
    }
}

/// The tables of all of them, at hand: a `static` is looked up each time.
struct PlainShapes {
    let batch = BatchField.names
    let cdr = CDRField.names
    let location = LocationField.names
    let period = PeriodField.names
    let volume = VolumeField.names
    let volumeWord = VolumeWord.names
    let price = PriceField.names
    let tariff = TariffField.names
    let element = ElementField.names
    let component = ComponentField.names
    let tariffWord = TariffWord.names
    let restriction = RestrictionField.names
    let weekday = WeekdayWord.names
    let reservation = ReservationWord.names
}
