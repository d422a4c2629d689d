import Amounts
import Testing

@testable import Metering

@Suite struct OCMFTests {
    private func record(_ payload: String, _ signature: String) throws -> OCMFRecord {
        try #require(OCMFRecord(Array("OCMF|\(payload)|\(signature)".utf8)))
    }

    private func signed(
        _ vector: (curve: String, key: String, signature: String), payload: String? = nil,
        signature: String? = nil
    ) throws -> OCMFRecord {
        try record(
            payload ?? OCMFVectors.payload,
            "{\"SA\":\"ECDSA-\(vector.curve)-SHA256\",\"SD\":\"\(signature ?? vector.signature)\"}")
    }

    @Test func `a record of a real meter is valid and gives its energy`() throws {
        let record = try #require(OCMFRecord(Array(OCMFVectors.keba.utf8)))
        #expect(record.verdict(key: OCMFVectors.kebaKey) == .valid)
        // 0.2597 − 0.2596
        #expect(OCMFRecord.energy(of: [record]) == ExactDecimal("0.0001"))
        let changed = OCMFVectors.keba.replacing("0.2596", with: "0.2595")
        let other = try #require(OCMFRecord(Array(changed.utf8)))
        #expect(other.verdict(key: OCMFVectors.kebaKey) == .invalid)
    }

    @Test func `every curve of the format is checked`() throws {
        #expect(OCMFVectors.signed.count == OCMFCurve.allCases.count)
        for vector in OCMFVectors.signed {
            #expect(try signed(vector).verdict(key: vector.key) == .valid, "\(vector.curve)")
            // White space is signed too.
            let spaced = OCMFVectors.payload.replacing("\"PG\":", with: "\"PG\": ")
            #expect(
                try signed(vector, payload: spaced).verdict(key: vector.key) == .invalid,
                "\(vector.curve)")
            for other in OCMFVectors.signed where other.curve != vector.curve {
                #expect(
                    try signed(vector).verdict(key: other.key) == .invalid,
                    "\(vector.curve) by a key of \(other.curve)")
            }
        }
    }

    @Test func `bare points and bare signatures are as good as DER`() throws {
        let vector = try #require(OCMFVectors.signed.first { $0.curve == "secp256r1" })
        let point = String(vector.key.suffix(128))
        #expect(try signed(vector).verdict(key: point) == .valid)
        #expect(try signed(vector).verdict(key: "04\(point)") == .valid)
        // 3045 0220 r(32) 0221 00 s(32)
        let (r, s) = (vector.signature.dropFirst(8).prefix(64), vector.signature.suffix(64))
        #expect(try signed(vector, signature: "\(r)\(s)").verdict(key: vector.key) == .valid)
        // As some meters write it: no zero before the high bit.
        let unpadded = "30440220\(r)0220\(s)"
        #expect(try signed(vector, signature: unpadded).verdict(key: vector.key) == .valid)
    }

    @Test func `what cannot be checked is not called invalid`() throws {
        let vector = try #require(OCMFVectors.signed.first)
        #expect(try signed(vector).verdict(key: nil) == .noKey)
        #expect(try signed(vector).verdict(key: "") == .noKey)
        #expect(try signed(vector).verdict(key: "not a key") == .unreadable)
        #expect(try signed(vector, signature: "3006").verdict(key: vector.key) == .unreadable)
        let odd = (curve: "secp521r1", key: vector.key, signature: vector.signature)
        #expect(try signed(odd).verdict(key: vector.key) == .unsupportedCurve)
        for text in ["", "OCMF|", "OCMF|{}", "OCMF|{}|{}", "OCMF|[]|{\"SD\":\"00\"}", "{}|{}"] {
            #expect(OCMFRecord(Array(text.utf8)) == nil, "\(text)")
        }
    }

    @Test func `energy is exact, within one register, and only from usable readings`() throws {
        func energy(_ readings: String...) throws -> ExactDecimal? {
            OCMFRecord.energy(
                of: try readings.map {
                    try record("{\"MS\":\"M\",\"RD\":[\($0)]}", "{\"SD\":\"00\"}")
                })
        }
        let begin = #"{"TX":"B","RV":1234.5670,"RI":"A","RU":"kWh","ST":"G"}"#
        #expect(try energy(begin + #",{"TX":"E","RV":1245.567}"#) == ExactDecimal("11"))
        // In two records, as a text with a space, in Wh.
        #expect(
            try energy(
                #"{"TX":"B","RV":" 100","RI":"A","RU":"Wh"}"#,
                #"{"TX":"E","RV":1350,"RI":"A","RU":"Wh"}"#) == ExactDecimal("1.25"))
        #expect(try energy(begin) == nil)
        #expect(try energy(begin + #",{"TX":"E","RV":1245.567,"RI":"B"}"#) == nil)
        #expect(try energy(begin + #",{"TX":"E","RV":1245.567,"EF":"E"}"#) == nil)
        #expect(try energy(begin + #",{"TX":"E","RV":1245.567,"RU":"mOhm"}"#) == nil)
    }

    @Test func `text in a payload may hold bars`() throws {
        let record = try record(#"{"TT":"a|b","RD":[]}"#, #"{"SD":"AAEC","SE":"base64"}"#)
        #expect(record.payload == Array(#"{"TT":"a|b","RD":[]}"#.utf8))
        #expect(record.signature == [0, 1, 2])
    }
}
