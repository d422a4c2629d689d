/// What is noteworthy about an object that was taken in. The first six are shapes the field sends
/// against the specification (tariffs.md, "Shapes seen in the field").
package enum FindingCode: String, Sendable, Hashable, CaseIterable {
    case numberAsText = "NUMBER_AS_TEXT"
    case dateWithoutZone = "DATE_WITHOUT_ZONE"
    case dateFormat = "DATE_FORMAT"
    case enumCase = "ENUM_CASE"
    case timeOfDayFormat = "TIME_OF_DAY_FORMAT"
    case stepSizeMissing = "STEP_SIZE_MISSING"
    /// A required list that is there but empty.
    case emptyList = "EMPTY_LIST"
    /// The object looks like another OCPI version than it was read as.
    case otherVersion = "OTHER_VERSION"
    /// Missing or unreadable, and not needed for what was asked.
    case fieldUnreadable = "FIELD_UNREADABLE"
    /// Required by OCPI, but nothing here depends on it.
    case fieldMissing = "FIELD_MISSING"
    /// A session with less than no energy; it will match no honest CDR.
    case energyNegative = "ENERGY_NEGATIVE"
    /// A CDR read for its price alone lacks fields that the price does not rest on.
    case identityIncomplete = "IDENTITY_INCOMPLETE"
    /// A charging period's dimension that neither prices nor restricts.
    case dimensionIgnored = "DIMENSION_IGNORED"
    /// The tariff element will never match.
    case restrictionUnknown = "RESTRICTION_UNKNOWN"
    /// An embedded tariff is broken, so none of the CDR's embedded tariffs is used.
    case embeddedTariffUnusable = "EMBEDDED_TARIFF_UNUSABLE"
    /// An invoice record lists CDRs as objects with an id.
    case referenceAsObject = "REFERENCE_AS_OBJECT"
    /// An invoice record lists a CDR twice.
    case repeatedReference = "REPEATED_REFERENCE"
    /// Longer than OCPI allows, but taken in.
    case idTooLong = "ID_TOO_LONG"
}
