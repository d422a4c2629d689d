import Amounts
import Evidence
import Roaming
import Testing

@Suite struct AnnexTests {
    /// The key of RFC 8032 §7.1, test 1, as PKCS #8 (RFC 8410 §7): 30 2e 02 01 00 30 05 06 03 2b 65 70
    /// 04 22 04 20, then the 32 bytes.
    private static let ed25519 = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
        -----END PRIVATE KEY-----

        """

    @Test func `Ed25519 signs as in RFC 8032`() throws {
        guard let key = SigningKey(pem: Array(Self.ed25519.utf8)) else {
            Issue.record("the key is read")
            return
        }
        // The signature of the empty message (§7.1, test 1).
        let expected =
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"
            + "c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        let signed = key.sign([])
        let signature = try #require(signed)
        #expect(signature.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == expected)
        let (algorithm, written) = (key.algorithm, key.publicKey)
        #expect(algorithm == .ed25519)
        let pem = try #require(written)
        guard let verifying = VerifyingKey(pem: pem) else {
            Issue.record("the public key is read")
            return
        }
        var other = signature
        other[10] ^= 1
        let answers = [
            verifying.accepts(signature, over: []), verifying.accepts(signature, over: [0]),
            verifying.accepts(other, over: []), verifying.accepts([], over: []),
        ]
        #expect(answers == [true, false, false, false])
    }

    @Test(arguments: [
        "", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "ssh-ed25519 AAAA",
    ])
    func `what is no key is none`(text: String) {
        let signing = SigningKey(pem: Array(text.utf8)) == nil
        #expect(signing)
        let verifying = VerifyingKey(pem: Array(text.utf8)) == nil
        #expect(verifying)
    }

    @Test func `an annex is canonical and names every amount and the total`() throws {
        let annex = try InvoiceAnnex(
            record: InvoiceRecord(
                owner: #require(PartyID("IN-MGM")), id: "MG1-MGM", invoiceID: "MG1",
                cdrs: ["A", "B"], lastUpdated: #require(Instant("2026-11-08T00:00:00Z"))),
            counterparty: #require(PartyID("IN-ZEO")), side: .cpo,
            month: #require(Month("2026-10")), currency: #require(Currency("INR")), close: "c0",
            charges: [
                charge("B", .agreed, "2026-09", "-10", "-11.8"),
                charge("A", .released, "2026-09", "5.00", "5.90"),
                charge("A", .agreed, nil, "100.00", "118.00"),
            ])
        #expect(annex.beforeTax == ExactDecimal(95))
        #expect(
            String(decoding: annex.bytes, as: UTF8.self)
                == #"{"cdrs":[{"after_tax":"118.00","before_tax":"100.00","id":"A","#
                + #""kind":"agreed","service_month":null},{"after_tax":"5.90","#
                + #""before_tax":"5.00","id":"A","kind":"released","service_month":"2026-09"},"#
                + #"{"after_tax":"-11.80","before_tax":"-10.00","id":"B","kind":"agreed","#
                + #""service_month":"2026-09"}],"close_sha256":"c0","counterparty":"IN-ZEO","#
                + #""country_code":"IN","currency":"INR","direction":"direct","#
                + #""form":"invoice-annex/1","id":"MG1-MGM","invoice_id":"MG1","#
                + #""last_updated":"2026-11-08T00:00:00Z","month":"2026-10","party_id":"MGM","#
                + #""total":{"after_tax":"112.10","before_tax":"95.00"}}"#)
    }

    private func charge(
        _ id: String, _ kind: InvoiceAnnex.Charge.Kind, _ month: String?, _ before: String,
        _ after: String
    ) throws -> InvoiceAnnex.Charge {
        InvoiceAnnex.Charge(
            cdrID: id, kind: kind, serviceMonth: month.flatMap { Month($0) },
            beforeTax: try #require(ExactDecimal(before)),
            afterTax: try #require(ExactDecimal(after)))
    }
}
