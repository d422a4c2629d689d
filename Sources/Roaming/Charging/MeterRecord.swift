package import Amounts

/// What a CDR or session says about the meter behind it, as far as it identifies the charging.
/// Whether a signature is right is not looked at here.
package struct MeterRecord: Sendable, Hashable {
    package var meterID: String?
    /// SHA-256 of the payload that was signed, 32 bytes.
    package var payload: [UInt8]?
    /// Reading of the meter when the charging began, kWh.
    package var begin: ExactDecimal?
    /// Reading of the meter when the charging ended, kWh.
    package var end: ExactDecimal?

    /// Nil when nothing would be known.
    package init?(
        meterID: String?, payload: [UInt8]?, begin: ExactDecimal? = nil, end: ExactDecimal? = nil
    ) {
        if meterID == nil, payload == nil, begin == nil, end == nil { return nil }
        self.meterID = meterID
        self.payload = payload
        self.begin = begin
        self.end = end
    }
}
