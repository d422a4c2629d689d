import Amounts
import Roaming
import Testing

@testable import Metering

@Suite struct SignedMeterTests {
    /// Of a record over 1245.567 - 1234.567 = 11 kWh.
    private func meter(payload: String = OCMFVectors.payload, key: Bool = true) throws
        -> SignedMeter
    {
        let vector = try #require(OCMFVectors.signed.first { $0.curve == "secp256r1" })
        let seal = "{\"SA\":\"ECDSA-secp256r1-SHA256\",\"SD\":\"\(vector.signature)\"}"
        return SignedMeter(
            SignedData(
                publicKey: key ? vector.key : nil,
                values: [.init(nature: "End", plain: "", signed: "OCMF|\(payload)|\(seal)")]))
    }

    @Test(arguments: [
        ("11", false), ("11.000", false), ("11.009", true), ("11.0001", true), ("11.01", true),
        ("10.991", true), ("12.5", true), ("10.99", true),
    ])
    func `another energy than the signed one disagrees, beyond the last decimal that is written`(
        claimed: String, disagrees: Bool
    ) throws {
        let energy = try #require(ExactDecimal(claimed))
        #expect(try meter().disagrees(with: energy) == disagrees)
        #expect(try !meter(key: false).disagrees(with: energy), "nothing was checked without a key")
    }

    @Test func `a reading changed after signing is forged, and says nothing about energy`() throws {
        let changed = OCMFVectors.payload.replacing("1245.567", with: "1245.568")
        let forged = try meter(payload: changed)
        #expect(forged.isForged)
        #expect(try !forged.disagrees(with: #require(ExactDecimal("40"))))
        #expect(try !meter().isForged)
        #expect(try !meter(payload: changed, key: false).isForged)
    }
}
