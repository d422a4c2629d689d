import Amounts
import Roaming
import Testing

@testable import Intake

/// Bank statements as banks send them (ISO 20022 camt.053); what they come to is counted by hand.
@Suite struct Camt053Tests {
    @Test func `a booked credit is an entry with all that the payer wrote`() throws {
        let reading = try camt(
            """
            <Ntry>
              <Amt Ccy="INR">118.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
              <BookgDt><Dt>2026-11-10</Dt></BookgDt><ValDt><Dt>2026-11-11</Dt></ValDt>
              <AcctSvcrRef>N314</AcctSvcrRef>
              <NtryDtls><TxDtls>
                <Refs><EndToEndId>E2E-7</EndToEndId></Refs>
                <RltdPties><Dbtr><Nm>Tata Power &amp; Co</Nm></Dbtr>
                  <DbtrAcct><Id><Othr><Id>0004 0350</Id></Othr></Id></DbtrAcct></RltdPties>
                <RmtInf><Ustrd>MG2627 0000001</Ustrd><Ustrd>October</Ustrd>
                  <Strd><RfrdDocInf><Nb>MG26270000002</Nb></RfrdDocInf>
                    <CdtrRefInf><Ref>RF18 5390</Ref></CdtrRefInf></Strd></RmtInf>
              </TxDtls></NtryDtls>
            </Ntry>
            """)
        let entry = try #require(reading.entries.first)
        #expect(reading.notes == [])
        #expect(entry.account == "50200012345678")
        #expect(entry.reference == "N314")
        #expect("\(entry.bookedOn) \(try #require(entry.valueOn))" == "2026-11-10 2026-11-11")
        #expect(entry.amount == ExactDecimal("118.00"))
        #expect(entry.partyName == "Tata Power & Co")
        #expect(entry.partyAccount == "00040350")
        #expect(entry.remittance == "MG2627 0000001 October MG26270000002 RF18 5390 E2E-7")
        #expect(entry.pointer == "/Stmt[1]/Ntry[1]")
        #expect(!entry.isReturn)
    }

    @Test func `version 8 has the status in a code and the party one level deeper`() throws {
        let reading = try camt(
            entry(
                "59.00", "DBIT",
                """
                <RltdPties><Cdtr><Pty><Nm>Zeon</Nm></Pty></Cdtr>
                <CdtrAcct><Id><IBAN>FR76 3000</IBAN></Id></CdtrAcct></RltdPties>
                """, status: "<Cd>BOOK</Cd>"), version: "08")
        #expect(reading.entries.map(\.amount) == [ExactDecimal("-59.00")])
        #expect(reading.entries.first?.partyName == "Zeon")
        #expect(reading.entries.first?.partyAccount == "FR763000")
    }

    @Test func `a batch is one entry for each detail when they come to it`() throws {
        let reading = try camt(batch("300.00", details: ["118.00", "182.00"]))
        #expect(reading.entries.map(\.amount) == [ExactDecimal("118"), ExactDecimal("182")])
        #expect(reading.entries.map(\.reference) == ["B1/1", "B1/2"])
        #expect(Set(reading.entries.map(\.id)).count == 2)
        #expect(reading.notes == [])
    }

    @Test func `a batch whose details come to something else stays whole, with a finding`() throws {
        let reading = try camt(batch("300.00", details: ["118.00", "181.99"]))
        #expect(reading.entries.map(\.amount) == [ExactDecimal("300")])
        #expect(reading.entries.first?.remittance == "text 1 text 2")
        #expect(reading.notes.map(\.code) == [.batchOff])
        #expect(reading.notes.first?.text.contains("299.99") == true)
    }

    @Test func `charges of a batch that was booked net are borne by its first detail`() throws {
        // 118 + 182 = 300 less 12 of charges: 288 arrive.
        let reading = try camt(
            batch(
                "288.00", details: ["118.00", "182.00"],
                charges: "<Chrgs><Rcrd><Amt Ccy=\"INR\">12.00</Amt></Rcrd></Chrgs>"))
        #expect(reading.entries.map(\.amount) == [ExactDecimal("106"), ExactDecimal("182")])
        #expect(reading.entries.map(\.charges) == [ExactDecimal("12"), .zero])
        #expect(reading.notes == [])
    }

    @Test func `charges are what banks kept, in the entry's currency only`() throws {
        func charges(_ text: String) throws -> ExactDecimal? {
            try camt(entry("100.00", "CRDT", text)).entries.first?.charges
        }
        #expect(try charges("") == .zero)
        #expect(try charges("<Chrgs><Amt Ccy=\"INR\">5.90</Amt></Chrgs>") == ExactDecimal("5.9"))
        #expect(
            try charges(
                """
                <Chrgs><TtlChrgsAndTaxAmt Ccy="INR">9</TtlChrgsAndTaxAmt>
                <Rcrd><Amt Ccy="INR">5.00</Amt></Rcrd><Rcrd><Amt Ccy="INR">0.90</Amt></Rcrd>
                <Rcrd><Amt Ccy="EUR">1.00</Amt></Rcrd></Chrgs>
                """) == ExactDecimal("5.9"))
    }

    @Test func `reversals and returns are told from payments`() throws {
        let reading = try camt(
            entry("118.00", "DBIT", more: "<RvslInd>true</RvslInd>")
                + entry("50.00", "DBIT", "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>")
                + entry("60.00", "DBIT", more: "<RvslInd>false</RvslInd>"))
        #expect(reading.entries.map(\.isReturn) == [true, true, false])
    }

    @Test func `what is pending moves no money, and what cannot be read is said with its place`()
        throws
    {
        let reading = try camt(
            entry("1.00", "CRDT", status: "PDNG") + entry("2,00", "CRDT") + entry("3.00", "SOLD")
                + entry("4.00", "CRDT", day: "10.11.2026") + entry("5.00", "CRDT"))
        #expect(reading.entries.map(\.amount) == [ExactDecimal("5")])
        #expect(
            reading.notes.map(\.code) == [.notBooked, .badAmount, .badDirection, .badDate])
        #expect(reading.notes.map(\.pointer).last == "/Stmt[1]/Ntry[4]/BookgDt")
        #expect(reading.notes.allSatisfy { $0.line > 1 })
    }

    @Test(arguments: [("1100.00", 0), ("1099.99", 1)])
    func `the opening balance and the entries come to the closing one`(
        _ closing: String, _ notes: Int
    ) throws {
        let balances = balance("OPBD", "1000.00") + balance("CLBD", closing)
        let reading = try camt(balances + entry("150.00", "CRDT") + entry("50.00", "DBIT"))
        #expect(reading.entries.count == 2)
        #expect(reading.notes.map(\.code) == Array(repeating: .balanceOff, count: notes))
    }

    @Test func `an overdrawn account begins below zero`() throws {
        let balances = balance("PRCD", "10.00", "DBIT") + balance("CLBD", "5.00")
        #expect(try camt(balances + entry("15.00", "CRDT")).notes == [])
    }

    @Test func `one entry has one name, whatever file and however its text is spelt`() throws {
        let one = try camt(entry("10.00", "CRDT", "<RmtInf><Ustrd>a b</Ustrd></RmtInf>"))
        let again = try camt(
            entry("99.00", "CRDT", reference: "Z")
                + entry("10.00", "CRDT", "<RmtInf><Ustrd>A  B</Ustrd></RmtInf>"), version: "08")
        #expect(one.entries[0].id == again.entries[1].id)
        let twins = try camt(
            entry("10.00", "CRDT", reference: "") + entry("10.00", "CRDT", reference: ""))
        #expect(twins.entries[0].id != twins.entries[1].id)
    }

    @Test(arguments: [
        ("<Document><BkToCstmrDbtCdtNtfctn/></Document>", "NOT_A_STATEMENT"),
        ("<html><body>Session expired</body></html>", "NOT_A_STATEMENT"),
        ("<Document><BkToCstmrStmt></Document>", "NOT_XML"),
        ("<Document>", "NOT_XML"), ("", "NOT_XML"), ("<a>&nbsp;</a>", "NOT_XML"),
        ("<a>&#0;</a>", "NOT_XML"), ("<a b=c/>", "NOT_XML"), ("<a/><b/>", "NOT_XML"),
        ("<a><![CDATA[x</a>", "NOT_XML"), ("<!-- <a/>", "NOT_XML"), ("< a/>", "NOT_XML"),
        (
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Document>&e;</Document>",
            "DOCUMENT_TYPE_REFUSED"
        ),
        (
            "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"aaaa\">]><a>&a;</a>",
            "DOCUMENT_TYPE_REFUSED"
        ),
    ])
    func `what is no statement is refused with a code`(_ text: String, _ code: String) throws {
        let refused = #expect(throws: Reject.self) { try readCamt053(Array(text.utf8)) }
        #expect(refused?.code == code, "\(refused?.text ?? "")")
    }

    @Test func `elements in each other end at a limit, and at no crash`() throws {
        let deep = String(repeating: "<a>", count: 100_000)
        let refused = #expect(throws: Reject.self) { try readMarkup(Array(deep.utf8)) }
        #expect(refused?.code == "FILE_TOO_LARGE")
        var limits = MarkupLimits()
        limits.bytes = 3
        #expect(throws: Reject.self) { try readMarkup(Array("<a/>".utf8), within: limits) }
    }

    @Test func `every document cut off anywhere is refused or read, never a crash`() throws {
        let whole = Array(document(batch("300.00", details: ["118.00", "182.00"])).utf8)
        var read = 0
        for end in whole.indices {
            do {
                _ = try readCamt053(Array(whole[..<end]))
                read += 1
            } catch { #expect(!error.text.isEmpty) }
        }
        #expect(read <= 1)
        for at in whole.indices {
            var bytes = whole
            bytes[at] ^= 0x15
            _ = try? readCamt053(bytes)
        }
    }

    @Test func `letters of other encodings are read as declared`() throws {
        let head = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>"
        let bytes = Array((head + "<a>caf").utf8) + [0xE9] + Array("</a>".utf8)
        #expect(try readMarkup(bytes).text == "café")
        var wide: [UInt8] = [0xFF, 0xFE]
        for unit in "<a>₹</a>".utf16 { wide += [UInt8(unit & 255), UInt8(unit >> 8)] }
        #expect(try readMarkup(wide).text == "₹")
        #expect(throws: Reject.self) { try readMarkup(Array("<a>".utf8) + [0xE9, 0x3C]) }
        #expect(try readMarkup(Array("<a>&#8377;&#x20B9;<![CDATA[&<]]></a>".utf8)).text == "₹₹&<")
    }
}

private func camt(_ content: String, version: String = "02") throws -> BankReading {
    try readCamt053(Array(document(content, version: version).utf8))
}

private func document(_ content: String, version: String = "02") -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- made by hand -->
    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.\(version)">
    <BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr>
    <Stmt><Id>S1</Id><Acct><Id><Othr><Id>5020-0012-3456-78</Id></Othr></Id></Acct>
    \(content)
    </Stmt></BkToCstmrStmt></Document>
    """
}

private func entry(
    _ amount: String, _ direction: String, _ detail: String = "", status: String = "BOOK",
    day: String = "2026-11-10", reference: String = "R1", more: String = ""
) -> String {
    """
    <Ntry><Amt Ccy="INR">\(amount)</Amt><CdtDbtInd>\(direction)</CdtDbtInd>\(more)
    <Sts>\(status)</Sts><BookgDt><Dt>\(day)</Dt></BookgDt><AcctSvcrRef>\(reference)</AcctSvcrRef>
    <NtryDtls><TxDtls>\(detail)</TxDtls></NtryDtls></Ntry>
    """
}

private func batch(_ amount: String, details: [String], charges: String = "") -> String {
    let parts = details.enumerated().map { index, amount in
        """
        <TxDtls><Amt Ccy="INR">\(amount)</Amt><RmtInf><Ustrd>text \(index + 1)</Ustrd></RmtInf></TxDtls>
        """
    }
    return """
        <Ntry><Amt Ccy="INR">\(amount)</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
        <BookgDt><DtTm>2026-11-10T23:59:00+05:30</DtTm></BookgDt><AcctSvcrRef>B1</AcctSvcrRef>
        \(charges)<NtryDtls>\(parts.joined())</NtryDtls></Ntry>
        """
}

private func balance(_ code: String, _ amount: String, _ direction: String = "CRDT") -> String {
    """
    <Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp><Amt Ccy="INR">\(amount)</Amt>
    <CdtDbtInd>\(direction)</CdtDbtInd></Bal>
    """
}
