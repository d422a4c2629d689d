/// The passes of the matching ladder (settlement practice §2.2), by which two records are found to
/// be about one charging.
package enum MatchingPass: String, Sendable, Hashable, CaseIterable {
    /// `session_id`: exact
    case sessionID = "M1"
    /// `authorization_reference`: exact
    case authorization = "M2"
    /// The CDR's id is our session's id: exact, where partners do so.
    case cdrIsSession = "M3"
    /// CDR id or credit reference: exact. It is what makes two CDRs one, so it always applies.
    case cdrID = "M4"
    /// EVSE, token and start: strong
    case start = "M5"
    /// EVSE, contract id and overlap in time: strong
    case overlap = "M6"
    /// EVSE, overlap in time and energy, of a token that nobody can compare: weak, for review only
    case unknownToken = "M7"
    /// The signed meter record, or the meter with its readings at begin and end: exact (evidence)
    case meter = "M8"

    /// Two records with the same key, whatever else they say.
    package var isExact: Bool {
        switch self {
        case .sessionID, .authorization, .cdrIsSession, .cdrID, .meter: true
        case .start, .overlap, .unknownToken: false
        }
    }
}
