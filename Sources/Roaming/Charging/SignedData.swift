/// Signed meter data as they stand in a CDR (SignedData, OCPI 2.2.1 mod_cdrs 1.4.3).
package struct SignedData: Sendable, Hashable {
    /// SignedValue (mod_cdrs 1.4.4).
    package struct Value: Sendable, Hashable {
        /// `Start`, `End`, `Intermediate`
        package var nature: String
        package var plain: String
        package var signed: String

        package init(nature: String, plain: String, signed: String) {
            self.nature = nature
            self.plain = plain
            self.signed = signed
        }
    }

    /// As it stands in the CDR: whoever wrote the CDR wrote the key too.
    package var publicKey: String?
    package var values: [Value]

    package init(publicKey: String?, values: [Value]) {
        self.publicKey = publicKey
        self.values = values
    }
}
