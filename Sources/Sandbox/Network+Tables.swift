import Roaming

/// All parties, sites and tariffs of the sandbox for one month.
struct Network {
    let partners: [Partner]
    let ownSites: [Site]
    /// Ours by charger kind; then the one agreed with the 2.1.1 partner, which knows no VAT.
    let ownPlans: [TariffPlan]
    let bilateralPlan: TariffPlan

    init(month: Month) {
        var partners: [Partner] = []
        for row in Self.rows {
            let market = row.market
            let zone =
                market.zone == Zone.india.name
                ? Zone.india : Zone.centralEurope(market.zone, around: month)
            let step = partners.count
            partners.append(
                Partner(
                    party: row.party, hub: row.hub, title: row.title, currency: market.currency,
                    embedsTariffs: row.embeds, zone: zone, country: market.country,
                    sites: market.sites,
                    plans: market.currency == "INR"
                        ? Self.indianPlans(
                            of: row.party.id, step: step, vat: row.hub.isOld ? nil : 18)
                        : Self.europeanPlans(
                            of: row.party.id, step: step, vat: market.vat, zone: zone),
                    habits: row.habits, isSkimming: row.isSkimming))
        }
        self.partners = partners
        ownSites = Self.magmaSites
        ownPlans = Self.magmaPlans
        bilateralPlan = Self.agreedPlan
    }

    func ownCharger(_ number: Int) -> Charger {
        Self.charger(number, of: .ourCPO, sites: ownSites, country: "IND", zone: Zone.india.name)
    }

    func charger(_ number: Int, of partner: Partner) -> Charger {
        Self.charger(
            number, of: partner.party, sites: partner.sites, country: partner.country,
            zone: partner.zone.name)
    }

    private static func charger(
        _ number: Int, of party: Party, sites: [Site], country: String, zone: String
    ) -> Charger {
        let site = sites[number % sites.count]
        let kinds = ChargerKind.allCases
        let kind = kinds[number / sites.count % kinds.count]
        let digits = paddedText(number + 1, 6)
        return Charger(
            operatorParty: party, number: number, site: site,
            locationID: "\(party.id)-\(site.code)", uid: "\(party.id)-EVSE-\(digits)",
            evseID: "\(party.country)*\(party.id)*E\(digits)", kind: kind, country: country,
            zone: zone)
    }
}

extension Network {
    struct Market {
        let currency: String
        let vat: Int
        let zone: String
        let country: String
        let sites: [Site]
    }

    private struct Row {
        let party: Party
        let hub: Hub
        let title: String
        let market: Market
        var embeds = true
        var habits = Partner.Habits()
        var isSkimming = false
    }

    private static func row(
        _ country: String, _ id: String, _ hub: Hub, _ market: Market, embeds: Bool = true,
        references: Plight.References = .sessionID, clockAhead: Int = 0, signs: Bool = false,
        isSkimming: Bool = false
    ) -> Row {
        Row(
            party: Party(country: country, id: id), hub: hub, title: "\(id) Charging (sandbox)",
            market: market, embeds: embeds,
            habits: Partner.Habits(references: references, clockAhead: clockAhead, signs: signs),
            isSkimming: isSkimming)
    }

    private static let rows: [Row] = [
        row("IN", "TPC", .hubject, .india),
        row("IN", "ZEO", .hubject, .india, isSkimming: true),
        row("IN", "STQ", .hubject, .india, embeds: false),
        row("FR", "IZI", .gireve, .france),
        row("FR", "TOT", .gireve, .france, embeds: false),
        row("BE", "BLU", .gireve, .belgium),
        row("NL", "NLE", .evRecharge, .netherlands),
        row("NL", "GFX", .evRecharge, .netherlands, clockAhead: 45),
        row("DE", "ENB", .evRecharge, .germany, signs: true),
        row("IN", "BPC", .bharatRoaming, .india),
        row("IN", "JIO", .bharatRoaming, .india, embeds: false, clockAhead: -75),
        row("IN", "EXI", .bharatRoaming, .india, references: .contract),
        row("IN", "CGR", .chargegrid, .india, references: .place, clockAhead: 300),
        row("IN", "KAZ", .chargegrid, .india, references: .authorization, clockAhead: 300),
        row("IN", "VLT", .voltLink, .india),
    ]

    /// Our five simulated stations, one in each of five states (GST state code in the site's code).
    private static let magmaSites: [Site] = [
        Site(
            code: "KA29-BLR1", name: "Magma Indiranagar", address: "100 Feet Road 412",
            city: "Bengaluru", postalCode: "560038", state: "Karnataka", latitude: "12.971891",
            longitude: "77.641151", owner: "Indiranagar Estates LLP"),
        Site(
            code: "MH27-PUN1", name: "Magma Hinjawadi", address: "Phase 1 Road 7", city: "Pune",
            postalCode: "411057", state: "Maharashtra", latitude: "18.591276",
            longitude: "73.738909", owner: "Sahyadri Malls Pvt Ltd"),
        Site(
            code: "TN33-CHE1", name: "Magma OMR", address: "Rajiv Gandhi Salai 88",
            city: "Chennai", postalCode: "600096", state: "Tamil Nadu", latitude: "12.964110",
            longitude: "80.241780", owner: "Coromandel Fuels"),
        Site(
            code: "DL07-DEL1", name: "Magma Saket", address: "District Centre 3",
            city: "New Delhi", postalCode: "110017", state: "Delhi", latitude: "28.528770",
            longitude: "77.219430", owner: "Sahyadri Malls Pvt Ltd"),
        Site(
            code: "GJ24-AMD1", name: "Magma SG Highway", address: "Sarkhej Gandhinagar Hwy 21",
            city: "Ahmedabad", postalCode: "380054", state: "Gujarat", latitude: "23.037300",
            longitude: "72.511940", owner: "Coromandel Fuels"),
    ]
}

extension Network.Market {
    static let india = Network.Market(
        currency: "INR", vat: 18, zone: Zone.india.name, country: "IND",
        sites: [
            Site(
                code: "HYD", name: "Gachibowli Hub", address: "Financial District 9",
                city: "Hyderabad", postalCode: "500032", state: "Telangana",
                latitude: "17.414200", longitude: "78.342800"),
            Site(
                code: "MUM", name: "Bandra Kurla", address: "G Block 14", city: "Mumbai",
                postalCode: "400051", state: "Maharashtra", latitude: "19.067500",
                longitude: "72.868900"),
        ])
    static let france = Network.Market(
        currency: "EUR", vat: 20, zone: "Europe/Paris", country: "FRA",
        sites: [
            Site(
                code: "LYO", name: "Lyon Part-Dieu", address: "Rue Servient 114", city: "Lyon",
                postalCode: "69003", state: nil, latitude: "45.760500", longitude: "4.853900")
        ])
    static let belgium = Network.Market(
        currency: "EUR", vat: 21, zone: "Europe/Brussels", country: "BEL",
        sites: [
            Site(
                code: "GNT", name: "Gent Zuid", address: "F.Rooseveltlaan 3A", city: "Gent",
                postalCode: "9000", state: nil, latitude: "51.047599", longitude: "3.729944")
        ])
    static let netherlands = Network.Market(
        currency: "EUR", vat: 21, zone: "Europe/Amsterdam", country: "NLD",
        sites: [
            Site(
                code: "UTR", name: "Utrecht Jaarbeurs", address: "Croeselaan 6",
                city: "Utrecht", postalCode: "3521 CA", state: nil, latitude: "52.085200",
                longitude: "5.107300")
        ])
    static let germany = Network.Market(
        currency: "EUR", vat: 19, zone: "Europe/Berlin", country: "DEU",
        sites: [
            Site(
                code: "KAR", name: "Durlacher Allee", address: "Durlacher Allee 93",
                city: "Karlsruhe", postalCode: "76131", state: nil, latitude: "49.008600",
                longitude: "8.432300")
        ])
}
