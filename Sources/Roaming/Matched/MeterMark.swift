package import Amounts

/// What the signed meter record of a charging is known by (M8), in comparable form.
package struct MeterMark: Sendable, Hashable {
    /// SHA-256 of the payload that was signed, in hexadecimal digits. Not of the signature: for one
    /// payload both (r, s) and (r, n-s) verify.
    package var payload: String?
    /// The meter and its readings at begin and end: `METER7 from 100.5 to 110.5 kWh`.
    package var readings: String?

    /// Nil when nothing would be known.
    package init?(payload: String?, readings: String?) {
        if payload == nil, readings == nil { return nil }
        self.payload = payload
        self.readings = readings
    }

    /// - Parameters:
    ///   - begin: kWh, end likewise; the mark says nothing of readings unless all three are there.
    package init?(payload: String?, meterID: String?, begin: ExactDecimal?, end: ExactDecimal?) {
        var readings: String?
        if let meterID, !meterID.isEmpty, let begin, let end {
            readings = "\(meterID) from \(begin.trimmed()) to \(end.trimmed()) kWh"
        }
        self.init(payload: payload, readings: readings)
    }
}
