import Amounts
import Intake
import Metering
import Roaming

/// The finding that the signed meter data of a CDR do not bear it out. Where nothing can be checked
/// (no key, another format) there is none: signatures are evidence, not a duty (India has no
/// calibration law for chargers).
func signatureFinding(of cdr: CDR) -> Finding? {
    guard let data = cdr.signedData else { return nil }
    let meter = SignedMeter(data)
    if meter.isForged {
        return Finding(
            SignatureVerdict.invalid.finding, .warning, at: "/signed_data",
            "A signature of the meter data is not that of the key in the CDR over these readings.")
    }
    guard let claimed = cdr.charge.claimed.energy, let energy = meter.energy, !cdr.charge.credit,
        meter.disagrees(with: claimed)
    else { return nil }
    return Finding(
        SignatureVerdict.valueMismatch.finding, .warning, at: "/total_energy",
        "\(claimed.trimmed()) kWh are claimed, and the meter signed \(energy.trimmed()) kWh.")
}
