package import Amounts

/// One booked movement on an account of ours, as the bank's statement says (ISO 20022 camt.053
/// `Ntry`, one `TxDtls` of a batch, or a line of the bank's CSV).
package struct BankEntry: Sendable, Hashable {
    /// `B-` and twelve hexadecimal digits over what the bank said; the same in every file.
    package var id: String
    /// IBAN or account number: capitals and digits only.
    package var account: String
    /// The bank's own reference (`AcctSvcrRef`); "" where it gives none.
    package var reference: String
    package var bookedOn: Day
    package var valueOn: Day?
    package var currency: Currency
    /// What reached or left the account: credit above zero, debit below.
    package var amount: ExactDecimal
    /// What banks kept on the way, zero or above: the other side sees `amount + charges`.
    package var charges: ExactDecimal
    /// What the payer wrote for us, as received.
    package var remittance: String
    /// The other party as the bank names it.
    package var partyName: String?
    package var partyAccount: String?
    /// Takes an earlier entry back (`RvslInd`, or return information).
    package var isReturn: Bool
    /// Where it stands in its file: line from 1, and a path in a document.
    package var line: Int
    package var pointer: String

    package init(
        id: String, account: String, reference: String, bookedOn: Day, valueOn: Day? = nil,
        currency: Currency, amount: ExactDecimal, charges: ExactDecimal = .zero,
        remittance: String, partyName: String? = nil, partyAccount: String? = nil,
        isReturn: Bool = false, line: Int = 0, pointer: String = ""
    ) {
        self.id = id
        self.account = account
        self.reference = reference
        self.bookedOn = bookedOn
        self.valueOn = valueOn
        self.currency = currency
        self.amount = amount
        self.charges = charges
        self.remittance = remittance
        self.partyName = partyName
        self.partyAccount = partyAccount
        self.isReturn = isReturn
        self.line = line
        self.pointer = pointer
    }

    /// By booking day, account and id: the order in which entries are looked at, whatever files they
    /// came in.
    package static func precedes(_ a: BankEntry, _ b: BankEntry) -> Bool {
        if a.bookedOn != b.bookedOn { return a.bookedOn < b.bookedOn }
        return (a.account, a.id) < (b.account, b.id)
    }
}
