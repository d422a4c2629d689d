import Amounts
package import Roaming

/// Reads an ISO 20022 bank-to-customer statement, camt.053.001.02 to .08 and what is like them.
///
/// A booked entry (`Ntry`) is one `BankEntry`; a batch whose details (`TxDtls`) state amounts that
/// come to it is one for each detail. An account may have several statements in one file.
/// - Throws: a reject when the file is no such document; what is wrong with one entry is a note.
package func readCamt053(_ bytes: [UInt8]) throws(Reject) -> BankReading {
    let document = try readMarkup(bytes)
    guard document.name == "Document", let message = document.first("BkToCstmrStmt") else {
        throw Reject(
            BankNoteCode.notAStatement.rawValue,
            "this XML is no camt.053 bank statement: it has no Document/BkToCstmrStmt")
    }
    var reading = BankReading()
    var names = EntryNames()
    for (index, statement) in message.all("Stmt").enumerated() {
        let pointer = "/Stmt[\(index + 1)]"
        let id = statement.first("Acct", "Id")
        guard let account = id?.first("IBAN")?.filled ?? id?.first("Othr", "Id")?.filled else {
            reading.notes.append(
                BankNote(
                    .missingField, line: statement.line, pointer: pointer + "/Acct/Id",
                    "a statement names its account (IBAN, or Othr/Id); none of it is taken"))
            continue
        }
        var part = CamtStatement(
            account: Identifier.compact(account), pointer: pointer, names: names)
        part.read(statement)
        names = part.names
        reading.entries += part.entries
        reading.notes += part.notes
    }
    return reading
}

/// One `Stmt` while it is read.
private struct CamtStatement {
    let account: String
    let pointer: String
    var names: EntryNames
    var entries: [BankEntry] = []
    var notes: [BankNote] = []
    /// Every entry could be read, so that the balances can be held against them.
    private var isWhole = true

    init(account: String, pointer: String, names: EntryNames) {
        self.account = account
        self.pointer = pointer
        self.names = names
    }

    mutating func read(_ statement: MarkupElement) {
        for (index, entry) in statement.all("Ntry").enumerated() {
            let place = "\(pointer)/Ntry[\(index + 1)]"
            // v02 … v07 have the code as text, v08 in Cd.
            let status = entry.first("Sts", "Cd")?.text ?? entry.first("Sts")?.text ?? ""
            guard status == "BOOK" else {
                note(
                    .notBooked, entry, place + "/Sts",
                    "the entry is ‘\(status)’, not BOOK: no money has moved, nothing is taken")
                continue
            }
            guard let head = head(of: entry, at: place) else {
                isWhole = false
                continue
            }
            for booked in booked(entry, head, at: place) {
                var booked = booked
                booked.id = names.name(booked)
                entries.append(booked)
            }
        }
        if isWhole { checkBalances(of: statement) }
    }

    /// An entry without what its details say; nil, with a note, when it cannot be read.
    private mutating func head(of entry: MarkupElement, at place: String) -> BankEntry? {
        let amount = entry.first("Amt")
        guard let currency = amount?.attributes["Ccy"].flatMap({ Currency($0) }) else {
            note(.badCurrency, entry, place + "/Amt", "Amt needs Ccy, a currency like INR")
            return nil
        }
        guard let size = amount.flatMap({ magnitude($0.text) }) else {
            note(
                .badAmount, entry, place + "/Amt",
                "‘\(amount?.text ?? "")’ is no amount; one is digits with a point, without sign")
            return nil
        }
        guard let signed = signed(size, entry.first("CdtDbtInd")) else {
            note(.badDirection, entry, place + "/CdtDbtInd", "CdtDbtInd is CRDT or DBIT")
            return nil
        }
        guard let booked = day(entry.first("BookgDt")) else {
            note(.badDate, entry, place + "/BookgDt", "BookgDt needs a day like 2026-11-10")
            return nil
        }
        return BankEntry(
            id: "", account: account,
            reference: entry.first("AcctSvcrRef")?.filled ?? "",
            bookedOn: booked, valueOn: day(entry.first("ValDt")), currency: currency,
            amount: signed, remittance: "", isReturn: entry.first("RvslInd")?.text == "true",
            line: entry.line, pointer: place)
    }

    private mutating func booked(
        _ entry: MarkupElement, _ head: BankEntry, at place: String
    ) -> [BankEntry] {
        let details = entry.all("NtryDtls").flatMap { $0.all("TxDtls") }
        let charges = charges(entry, in: head.currency)
        guard details.count > 1 else {
            var single = head
            let own = details.first.map { self.charges($0, in: head.currency) } ?? .zero
            single.charges = max(charges, own)
            if let detail = details.first { fill(&single, from: detail) }
            if single.remittance.isEmpty {
                single.remittance = entry.first("AddtlNtryInf")?.text ?? ""
            }
            return [single]
        }
        guard let amounts = split(details, of: entry, head, charges: charges, at: place) else {
            var single = head
            single.charges = charges
            for detail in details { fill(&single, from: detail) }
            return [single]
        }
        return details.indices.map { index in
            var part = head
            fill(&part, from: details[index])
            (part.amount, part.charges) = amounts[index]
            part.reference = head.reference.isEmpty ? "" : "\(head.reference)/\(index + 1)"
            part.line = details[index].line
            part.pointer = "\(place)/TxDtls[\(index + 1)]"
            return part
        }
    }

    /// The amounts of a batch's details and what banks kept of each, when they come to the entry: as
    /// they stand, or before the charges of the whole batch, which the first detail then bears.
    private mutating func split(
        _ details: [MarkupElement], of entry: MarkupElement, _ head: BankEntry,
        charges: ExactDecimal, at place: String
    ) -> [(ExactDecimal, ExactDecimal)]? {
        var parts: [(amount: ExactDecimal, charges: ExactDecimal)] = []
        var sum = ExactDecimal.zero
        for detail in details {
            let stated = detail.first("Amt") ?? detail.first("AmtDtls", "TxAmt", "Amt")
            guard let stated, stated.attributes["Ccy"] == "\(head.currency)",
                let size = magnitude(stated.text),
                let amount = signed(
                    size, detail.first("CdtDbtInd") ?? entry.first("CdtDbtInd")),
                let next = try? sum + amount
            else {
                note(
                    .batchOff, entry, place,
                    "not every detail of the batch states its amount; it is taken as one entry")
                return nil
            }
            parts.append((amount, self.charges(detail, in: head.currency)))
            sum = next
        }
        if sum == head.amount { return parts }
        if let net = try? sum - charges, net == head.amount,
            let first = try? parts[0].amount - charges
        {
            parts[0] = (first, charges)
            return parts
        }
        note(
            .batchOff, entry, place,
            "the details come to \(sum), the entry to \(head.amount); it is taken as one entry")
        return nil
    }

    private func fill(_ entry: inout BankEntry, from detail: MarkupElement) {
        let parties = detail.first("RltdPties")
        let (name, account) = entry.amount.isNegative ? ("Cdtr", "CdtrAcct") : ("Dbtr", "DbtrAcct")
        let party = parties?.first(name)
        let id = parties?.first(account, "Id")
        let texts = [entry.remittance, remittance(detail)].filter { !$0.isEmpty }
        entry.remittance = texts.joined(separator: " ")
        // v08 has Pty between the role and the name.
        entry.partyName = party?.first("Pty", "Nm")?.filled ?? party?.first("Nm")?.filled
        entry.partyAccount = (id?.first("IBAN")?.filled ?? id?.first("Othr", "Id")?.filled)
            .map(Identifier.compact)
        if detail.first("RtrInf") != nil { entry.isReturn = true }
    }

    /// Everything the payer may have written a number into, a blank between.
    private func remittance(_ detail: MarkupElement) -> String {
        let information = detail.first("RmtInf")
        var texts = information?.all("Ustrd").map(\.text) ?? []
        for structured in information?.all("Strd") ?? [] {
            texts += structured.all("RfrdDocInf").compactMap { $0.first("Nb")?.text }
            texts += [structured.first("CdtrRefInf", "Ref")?.text].compactMap { $0 }
            texts += structured.all("AddtlRmtInf").map(\.text)
        }
        if let id = detail.first("Refs", "EndToEndId")?.filled, id != "NOTPROVIDED" {
            texts.append(id)
        }
        return texts.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// What banks kept, where they say so in the currency of the entry: `Chrgs/Rcrd/Amt` since v04,
    /// `Chrgs/Amt` before.
    private func charges(_ element: MarkupElement, in currency: Currency) -> ExactDecimal {
        var sum = ExactDecimal.zero
        for charge in element.all("Chrgs") {
            let records = charge.all("Rcrd")
            for record in records.isEmpty ? [charge] : records {
                // A charge that is credited is given back.
                guard let amount = record.first("Amt"),
                    amount.attributes["Ccy"] == "\(currency)",
                    record.first("CdtDbtInd")?.text != "CRDT",
                    let size = magnitude(amount.text), let next = try? sum + size
                else { continue }
                sum = next
            }
        }
        return sum
    }

    /// OPBD (or PRCD) and all booked entries come to CLBD.
    private mutating func checkBalances(of statement: MarkupElement) {
        func balance(_ codes: Set<String>) -> ExactDecimal? {
            statement.all("Bal").first {
                codes.contains($0.first("Tp", "CdOrPrtry", "Cd")?.text ?? "")
            }.flatMap { balance in
                balance.first("Amt").flatMap { magnitude($0.text) }
                    .flatMap { signed($0, balance.first("CdtDbtInd")) }
            }
        }
        guard let opening = balance(["OPBD", "PRCD"]), let closing = balance(["CLBD"]) else {
            return
        }
        var sum = opening
        for entry in entries {
            guard let next = try? sum + entry.amount else { return }
            sum = next
        }
        guard sum != closing else { return }
        note(
            .balanceOff, statement, pointer + "/Bal",
            "the opening balance \(opening) and the entries come to \(sum), but the closing balance"
                + " is \(closing): entries are missing, or too many")
    }

    private func magnitude(_ text: String) -> ExactDecimal? {
        guard let value = ExactDecimal(text), !value.isNegative,
            !text.contains(where: { $0 == "e" || $0 == "E" })
        else { return nil }
        return value
    }

    private func signed(_ size: ExactDecimal, _ direction: MarkupElement?) -> ExactDecimal? {
        switch direction?.text {
        case "CRDT": size
        case "DBIT": try? size.negated()
        default: nil
        }
    }

    /// `Dt`, or the day that `DtTm` was written with.
    private func day(_ element: MarkupElement?) -> Day? {
        if let text = element?.first("Dt")?.text { return Day(text.prefix(10)) }
        return element?.first("DtTm").flatMap { Day($0.text.prefix(10)) }
    }

    private mutating func note(
        _ code: BankNoteCode, _ element: MarkupElement, _ pointer: String, _ text: String
    ) {
        notes.append(BankNote(code, line: element.line, pointer: pointer, text))
    }
}
