import Roaming

/// Locations, tariffs and tokens, on which the month's records rest.
extension SandboxMonth {
    mutating func writeMasterData() {
        writeOwnMasterData()
        for partner in network.partners {
            let old = partner.hub.isOld
            let chargers = (0..<schedule.partnerChargers).map { network.charger($0, of: partner) }
            for site in partner.sites {
                let here = chargers.filter { $0.site.code == site.code }
                writer.clear()
                if old {
                    writer.location211(
                        here, tariffID: { partner.plans[$0.kind.rawValue].id },
                        operatorName: partner.title, lastUpdated: publishedAt)
                } else {
                    writer.location221(
                        here, tariffID: { partner.plans[$0.kind.rawValue].id },
                        operatorName: partner.title, lastUpdated: publishedAt)
                }
                append(writer.bytes, to: Folder(partner.hub, .locations))
            }
            for plan in partner.plans {
                append(tariffJSON(plan, old: old), to: Folder(partner.hub, .tariffs))
            }
            for number in 0..<schedule.partnerDrivers {
                let driver = Driver(of: partner.party, number: number)
                writer.clear()
                if old {
                    writer.token211(driver, issuer: partner.title, lastUpdated: publishedAt)
                } else {
                    writer.token221(driver, issuer: partner.title, lastUpdated: publishedAt)
                }
                append(writer.bytes, to: Folder(partner.hub, .tokens))
            }
        }
    }

    private mutating func writeOwnMasterData() {
        let chargers = (0..<schedule.ownChargers).map { network.ownCharger($0) }
        let plans = network.ownPlans
        for site in network.ownSites {
            writer.clear()
            writer.location221(
                chargers.filter { $0.site.code == site.code },
                tariffID: { plans[$0.kind.rawValue].id }, operatorName: "Magma",
                lastUpdated: publishedAt)
            append(writer.bytes, to: Folder(nil, .locations))
        }
        for plan in plans + [network.bilateralPlan] {
            append(tariffJSON(plan, old: false), to: Folder(nil, .tariffs))
        }
        for number in 0..<schedule.ownDrivers {
            writer.clear()
            writer.token221(
                Driver(of: .ourEMSP, number: number), issuer: "Magma", lastUpdated: publishedAt)
            append(writer.bytes, to: Folder(nil, .tokens))
        }
    }
}

/// Tokens of ours that are not as they should be.
extension SandboxMonth {
    /// The driver in place of the one who was drawn; what our lists say of the token is written.
    mutating func driver(_ state: Plight.TokenState, of stay: Stay) -> Driver {
        guard state != .known else { return stay.driver }
        // Nobody else has these numbers.
        let base = state == .unknown ? 40_000_000 : 20_000_000
        let driver = Driver(of: .ourEMSP, number: base + storyNumber)
        let day = 86_400
        let changes: [(at: Int, isValid: Bool)] =
            switch state {
            case .known, .unknown: []
            case .expired: [(publishedAt, true), (stay.start - day, false)]
            case .expiredMeanwhile: [(publishedAt, true), (stay.start + 60, false)]
            case .released:
                [(publishedAt, true), (stay.start - 2 * day, false), (stay.start - day, true)]
            }
        for change in changes {
            writer.clear()
            writer.token221(
                driver, issuer: "Magma", lastUpdated: change.at, isValid: change.isValid)
            append(writer.bytes, to: Folder(nil, .tokens))
        }
        return driver
    }
}
