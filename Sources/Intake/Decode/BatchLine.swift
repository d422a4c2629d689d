package import Roaming

/// One line of a pricing batch: a CDR with the tariffs it is to be priced by.
package struct BatchLine: Sendable, Hashable {
    /// With the tariffs embedded in the CDR, if any.
    package var charge: Charge
    /// Given beside the CDR, in order.
    package var tariffs: [Tariff]
    /// IANA name given beside the CDR; it wins over the CDR's own.
    package var timeZone: String?

    package init() {
        self.init(charge: Charge(version: .v221), tariffs: [], timeZone: nil)
    }

    package init(charge: Charge, tariffs: [Tariff], timeZone: String?) {
        self.charge = charge
        self.tariffs = tariffs
        self.timeZone = timeZone
    }
}

/// Reads `{"cdr": {…}, "tariff": {…} | "tariffs": […], "time_zone": "…"}`, of which only `cdr` is
/// required. The CDR is read as `decodeCharge` does; pointers start at the line's object.
package func decodeBatchLine(
    _ bytes: UnsafeRawBufferPointer, as version: OCPIVersion?, using reader: inout JSONReader
) throws(Reject) -> Decoded<BatchLine> {
    try decode(bytes, using: &reader) { (reader) throws(Reject) in
        var line = BatchLine(charge: Charge(version: .v221), tariffs: [], timeZone: nil)
        var hasCDR = false
        try reader.enterObject()
        while let key = try reader.nextKey() {
            switch key {
            case "cdr":
                guard try !reader.takeNull() else { break }
                hasCDR = true
                try reader.readCharge(&line.charge, version)
            case "tariff":
                guard try !reader.takeNull() else { break }
                try line.tariffs.append(reader.tariff(version))
            case "tariffs":
                guard try !reader.takeNull() else { break }
                try reader.enterArray()
                while try reader.nextElement() {
                    try line.tariffs.append(reader.tariff(version))
                }
            case "time_zone": line.timeZone = try reader.string()
            default: try reader.skip()
            }
        }
        guard hasCDR else { throw reader.missing("cdr") }
        return line
    }
}

/// The same for one line after another, from where they lie. `line` is overwritten; its memory
/// serves again, as far as nobody else holds it. Returns the findings.
package func decodeBatchLine(
    _ document: PaddedBytes, as version: OCPIVersion?, using reader: inout JSONReader,
    into line: inout BatchLine
) throws(Reject) -> [Finding] {
    if version == nil || version == .v221, reader.readPlain(document, into: &line) { return [] }
    let decoded = try decodeBatchLine(document.raw, as: version, using: &reader)
    line = decoded.value
    return decoded.findings
}

extension JSONReader {
    /// False when the line is not plain.
    mutating func readPlain(_ document: PaddedBytes, into line: inout BatchLine) -> Bool {
        do throws(NotPlain) {
            try plain.read(document, into: &line)
            return true
        } catch {
            return false
        }
    }
}
