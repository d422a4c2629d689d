/// Objects of OCPI 2.2.1 in the shape of 2.1.1, for legacy links: parties stand in the address, the token
/// is its contract (`auth_id`), amounts are numbers before tax, a location stands whole inside a CDR or
/// session. What 2.1.1 has no word for is left out where it decides no amount; an object that would mean
/// something else without it is no object of 2.1.1 at all.
enum Shape211 {
    // MARK: CDRs and sessions

    static func cdr(_ cdr: RawJSON) throws(Unsayable) -> RawJSON {
        guard cdr["credit"] != .yes else {
            throw Unsayable("2.1.1 has no credit CDRs (mod_cdrs)")
        }
        var out = Shaping(cdr)
        out.copy("id", "start_date_time")
        out.put("stop_date_time", cdr["end_date_time"])
        out.putToken(cdr["cdr_token"])
        out.put("auth_method", authMethod(cdr["auth_method"]))
        out.put("location", cdr["cdr_location"].map { place($0, at: cdr["last_updated"]) })
        out.copy("meter_id", "currency")
        // What it costs is said below; a tariff that 2.1.1 would read otherwise is no help.
        out.put("tariffs", cdr["tariffs"]?.compactMapped { try? tariff($0) })
        out.put("charging_periods", cdr["charging_periods"].map(periods))
        out.put("total_cost", cdr["total_cost"]?["excl_vat"])
        out.copy("total_energy", "total_time", "total_parking_time", "remark", "last_updated")
        return out.object
    }

    /// - Parameter location: ours of the session's `location_id`, in the shape of 2.2.1; nil when it is not
    ///   known here.
    static func session(_ session: RawJSON, location: RawJSON?) throws(Unsayable) -> RawJSON {
        guard session.text("status") != "RESERVATION" else {
            throw Unsayable("2.1.1 has no reservations among its sessions (mod_sessions)")
        }
        var out = Shaping(session)
        out.copy("id")
        out.put("start_datetime", session["start_date_time"])
        out.put("end_datetime", session["end_date_time"])
        out.copy("kwh")
        out.putToken(session["cdr_token"])
        out.put("auth_method", authMethod(session["auth_method"]))
        out.put("location", place(of: session, location))
        out.copy("meter_id", "currency")
        out.put("charging_periods", session["charging_periods"].map(periods))
        out.put("total_cost", session["total_cost"]?["excl_vat"])
        out.copy("status", "last_updated")
        return out.object
    }

    /// 2.1.1 knows two of the methods; a command is one kind of request (mod_cdrs, AuthMethod).
    private static func authMethod(_ method: RawJSON?) -> RawJSON? {
        method == .string("COMMAND") ? .string("AUTH_REQUEST") : method
    }

    /// mod_cdrs, CdrDimensionType of 2.1.1; `FLAT` has gone since.
    private static let dimensions: Set = [
        "ENERGY", "MAX_CURRENT", "MIN_CURRENT", "PARKING_TIME", "TIME",
    ]

    /// Without the dimensions that 2.1.1 does not have, and the periods that were of nothing else.
    private static func periods(_ list: RawJSON) -> RawJSON {
        list.compactMapped { period in
            let known = period["dimensions"]?.compactMapped { dimension in
                dimensions.contains(dimension.text("type") ?? "") ? dimension : nil
            }
            guard let known, known != .array([]) else { return nil }
            var out = Shaping(period)
            out.copy("start_date_time")
            out.put("dimensions", known)
            return out.object
        }
    }

    // MARK: Places

    /// The Location of a CDR, of which a CdrLocation knows one connector. 2.1.1 wants a type, a status and
    /// the connector's voltage and amperage too, which it does not know: UNKNOWN, and 0.
    private static func place(_ place: RawJSON, at updated: RawJSON?) -> RawJSON {
        var connector = Shaping(place)
        connector.put("id", place["connector_id"] ?? .string("1"))
        connector.put("standard", place["connector_standard"])
        connector.put("format", place["connector_format"])
        connector.put("power_type", place["connector_power_type"])
        connector.put("voltage", .number(0))
        connector.put("amperage", .number(0))
        connector.put("last_updated", updated)
        var evse = Shaping(place)
        evse.put("uid", place["evse_uid"])
        evse.copy("evse_id")
        evse.put("status", .string("UNKNOWN"))
        evse.put("connectors", .array([connector.object]))
        evse.put("last_updated", updated)
        var out = Shaping(place)
        out.copy("id")
        out.put("type", .string("UNKNOWN"))
        out.copy("name", "address", "city")
        out.put("postal_code", place["postal_code"] ?? .string(""))
        out.copy("country", "coordinates")
        out.put("evses", .array([evse.object]))
        out.put("last_updated", updated)
        return out.object
    }

    /// The Location of a session with its EVSE alone (mod_sessions 2.1.1: "including only the relevant
    /// EVSE and connector"); of one that is not known here the id.
    private static func place(of session: RawJSON, _ known: RawJSON?) -> RawJSON {
        guard let known else {
            var out = Shaping(session)
            out.put("id", session["location_id"])
            out.put("type", .string("UNKNOWN"))
            var evse = Shaping(session)
            evse.put("uid", session["evse_uid"])
            evse.put("status", .string("UNKNOWN"))
            evse.put("connectors", .array([]))
            evse.copy("last_updated")
            out.put("evses", .array([evse.object]))
            out.copy("last_updated")
            return out.object
        }
        func only(_ list: RawJSON?, _ field: String, _ id: String?) -> RawJSON? {
            list?.compactMapped { item in
                item.text(field).map { $0.uppercased() } == id?.uppercased() ? item : nil
            }
        }
        let shaped = place(known)
        let evses = only(shaped["evses"], "uid", session.text("evse_uid"))?.compactMapped { evse in
            let connectors = only(evse["connectors"], "id", session.text("connector_id"))
            return connectors == .array([]) ? evse : evse.replacing("connectors", connectors)
        }
        return shaped.replacing("evses", evses)
    }

    static func location(_ location: RawJSON) throws(Unsayable) -> RawJSON {
        // 2.1.1 publishes whatever is told.
        guard location["publish"] != .no else {
            throw Unsayable("2.1.1 cannot say that a location is not to be published")
        }
        return place(location)
    }

    /// mod_locations, LocationType of 2.1.1.
    private static let types: Set = [
        "ON_STREET", "PARKING_GARAGE", "UNDERGROUND_GARAGE", "PARKING_LOT",
    ]
    private static let capabilities: Set = [
        "CHARGING_PROFILE_CAPABLE", "CREDIT_CARD_PAYABLE", "REMOTE_START_STOP_CAPABLE",
        "RESERVABLE", "RFID_READER", "UNLOCK_CAPABLE",
    ]
    private static let facilities: Set = [
        "HOTEL", "RESTAURANT", "CAFE", "MALL", "SUPERMARKET", "SPORT", "RECREATION_AREA", "NATURE",
        "MUSEUM", "BUS_STOP", "TAXI_STAND", "TRAIN_STATION", "AIRPORT", "CARPOOL_PARKING",
        "FUEL_STATION", "WIFI",
    ]
    private static let restrictions: Set = [
        "EV_ONLY", "PLUGGED", "DISABLED", "CUSTOMERS", "MOTORCYCLES",
    ]

    private static func place(_ location: RawJSON) -> RawJSON {
        var out = Shaping(location)
        out.copy("id")
        let type = location.text("parking_type")
        out.put(
            "type", .string(type.map { types.contains($0) ? $0 : "OTHER" } ?? "UNKNOWN"))
        out.copy("name", "address", "city")
        out.put("postal_code", location["postal_code"] ?? .string(""))
        out.copy("country", "coordinates", "related_locations")
        out.put("evses", location["evses"]?.compactMapped(evse))
        out.copy("directions", "operator", "suboperator", "owner")
        out.put("facilities", location["facilities"]?.among(facilities))
        out.copy(
            "time_zone", "opening_times", "charging_when_closed", "images", "energy_mix",
            "last_updated")
        return out.object
    }

    private static func evse(_ evse: RawJSON) -> RawJSON? {
        let connectors = evse["connectors"]?.compactMapped(connector)
        guard let connectors, connectors != .array([]) else { return nil }
        var out = Shaping(evse)
        out.copy("uid", "evse_id", "status", "status_schedule")
        out.put("capabilities", evse["capabilities"]?.among(capabilities))
        out.put("connectors", connectors)
        out.copy("floor_level", "coordinates", "physical_reference", "directions")
        out.put("parking_restrictions", evse["parking_restrictions"]?.among(restrictions))
        out.copy("images", "last_updated")
        return out.object
    }

    /// mod_locations, ConnectorType of 2.1.1.
    private static let standards: Set = Set(
        [
            "CHADEMO", "IEC_60309_2_single_16", "IEC_60309_2_three_16", "IEC_60309_2_three_32",
            "IEC_60309_2_three_64", "IEC_62196_T1", "IEC_62196_T1_COMBO", "IEC_62196_T2",
            "IEC_62196_T2_COMBO", "IEC_62196_T3A", "IEC_62196_T3C", "TESLA_R", "TESLA_S",
        ] + "ABCDEFGHIJKL".map { "DOMESTIC_\($0)" })

    /// Nil for a plug that 2.1.1 has no name for.
    private static func connector(_ connector: RawJSON) -> RawJSON? {
        guard standards.contains(connector.text("standard") ?? "") else { return nil }
        var out = Shaping(connector)
        out.copy("id", "standard", "format", "power_type")
        out.put("voltage", connector["max_voltage"])
        out.put("amperage", connector["max_amperage"])
        out.put("tariff_id", connector["tariff_ids"]?.items.first)
        out.copy("terms_and_conditions", "last_updated")
        return out.object
    }

    // MARK: Tariffs and tokens

    static func tariff(_ tariff: RawJSON) throws(Unsayable) -> RawJSON {
        for limit in ["min_price", "max_price"] where tariff[limit] != nil {
            throw Unsayable("2.1.1 has no \(limit), so the tariff would cost something else")
        }
        var out = Shaping(tariff)
        out.copy("id", "currency", "tariff_alt_text", "tariff_alt_url")
        var elements: [RawJSON] = []
        for element in tariff["elements"]?.items ?? [] {
            if let element = try self.element(element) { elements.append(element) }
        }
        guard !elements.isEmpty else {
            throw Unsayable("every element is about reservations, which 2.1.1 does not price")
        }
        out.put("elements", .array(elements))
        out.copy("energy_mix", "last_updated")
        return out.object
    }

    /// Nil for an element that only prices reservations.
    private static func element(_ element: RawJSON) throws(Unsayable) -> RawJSON? {
        let old = element["restrictions"]
        guard old?["reservation"] == nil else { return nil }
        for name in ["min_current", "max_current"] where old?[name] != nil {
            throw Unsayable("2.1.1 has no \(name), so the tariff would cost something else")
        }
        var out = Shaping(element)
        out.put(
            "price_components",
            element["price_components"]?.compactMapped { component in
                var out = Shaping(component)
                out.copy("type", "price", "step_size")
                return out.object
            })
        if let old {
            var restrictions = Shaping(old)
            restrictions.copy(
                "start_time", "end_time", "start_date", "end_date", "min_kwh", "max_kwh",
                "min_power", "max_power", "min_duration", "max_duration", "day_of_week")
            out.put("restrictions", restrictions.object)
        }
        return out.object
    }

    static func token(_ token: RawJSON) -> RawJSON {
        var out = Shaping(token)
        out.copy("uid")
        out.put("type", .string(token.text("type") == "RFID" ? "RFID" : "OTHER"))
        out.put("auth_id", token["contract_id"])
        out.copy("visual_number", "issuer", "valid", "whitelist", "language", "last_updated")
        return out.object
    }
}

/// A new object made of parts of an old one, in an order of its own.
private struct Shaping {
    private let old: RawJSON
    private var members: [RawJSON.Member] = []

    init(_ old: RawJSON) { self.old = old }

    var object: RawJSON { .object(members) }

    /// As they are; those that are not there, or null, are left out.
    mutating func copy(_ names: String...) {
        for name in names { put(name, old[name]) }
    }

    mutating func put(_ name: String, _ value: RawJSON?) {
        guard let value, value != .null else { return }
        members.append(.init(name: name, value: value))
    }

    /// "Reference to a token, identified by the auth_id field": the contract, in words of 2.2.1.
    mutating func putToken(_ token: RawJSON?) {
        let contract = token?["contract_id"]
        put("auth_id", contract == .null ? token?["uid"] : contract ?? token?["uid"])
    }
}

extension RawJSON {
    static let null = atom(Array("null".utf8))
    static let yes = atom(Array("true".utf8))
    static let no = atom(Array("false".utf8))

    /// Of characters that need no escape.
    static func string(_ text: String) -> RawJSON { .atom(Array("\"\(text)\"".utf8)) }

    static func number(_ number: Int) -> RawJSON { .atom(Array(String(number).utf8)) }

    /// Of a list; none of anything else.
    var items: [RawJSON] {
        guard case .array(let items) = self else { return [] }
        return items
    }

    fileprivate func compactMapped(_ change: (RawJSON) -> RawJSON?) -> RawJSON {
        .array(items.compactMap(change))
    }

    /// Texts of a list that are among those named.
    fileprivate func among(_ names: Set<String>) -> RawJSON {
        compactMapped { item in
            guard case .atom(let bytes) = item else { return nil }
            let text = String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
            return names.contains(text) ? item : nil
        }
    }

    /// The same with another value of a member that is there.
    fileprivate func replacing(_ name: String, _ value: RawJSON?) -> RawJSON {
        guard case .object(let members) = self, let value else { return self }
        return .object(
            members.map { $0.name == name ? Member(name: name, value: value) : $0 })
    }
}
