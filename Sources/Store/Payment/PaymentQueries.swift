extension Query {
    static let lastReadings = Query(
        "last_readings", PackageResources.last_readings_sql, takes: [.bytea],
        gives: ["last": .int4, "same": .int4])
    static let insertBankFile = Query(
        "insert_bank_file", PackageResources.insert_bank_file_sql,
        takes: [.int4, .bytea, .text, .text, .timestamptz, .int4, .int4])
    static let insertBankNote = Query(
        "insert_bank_note", PackageResources.insert_bank_note_sql,
        takes: [.int4, .int4, .bool, .text, .int4, .text, .text])
    static let listBankNotes = Query(
        "list_bank_notes", PackageResources.list_bank_notes_sql,
        gives: [
            "reading": .int4, "name": .text, "is_reject": .bool, "code": .text, "line": .int4,
            "pointer": .text, "text": .text,
        ])
    static let findBankEntries = Query(
        "find_bank_entries", PackageResources.find_bank_entries_sql, takes: [.textArray],
        gives: ["entry": .text])
    static let insertBankEntry = Query(
        "insert_bank_entry", PackageResources.insert_bank_entry_sql,
        takes: [
            .text, .int4, .int4, .text, .text, .text, .text, .date, .date, .text, .numeric,
            .numeric, .text, .text, .text, .bool,
        ])
    static let readBankEntries = Query(
        "read_bank_entries", PackageResources.read_bank_entries_sql, takes: [.date],
        gives: [
            "entry": .text, "line": .int4, "pointer": .text, "entity": .text, "account": .text,
            "reference": .text, "booked_on": .date, "value_on": .date, "currency": .text,
            "amount": .numeric, "charges": .numeric, "remittance": .text, "party_name": .text,
            "party_account": .text, "is_return": .bool, "is_decided": .bool,
        ])
    static let readAllocations = Query(
        "read_allocations", PackageResources.read_allocations_sql, takes: [.date],
        gives: [
            "entry": .text, "ordinal": .int4, "entity": .text, "counterparty": .text,
            "currency": .text, "month": .date, "side": .text, "statement": .text, "hub": .text,
            "amount": .numeric, "fee": .numeric, "book_amount": .numeric, "basis": .text,
            "return_of": .text, "at": .timestamptz, "who": .text, "why": .text,
        ])
    static let lastAllocation = Query(
        "last_allocation", PackageResources.last_allocation_sql, takes: [.text],
        gives: ["ordinal": .int4])
    static let readItems = Query(
        "read_items", PackageResources.read_items_sql,
        gives: [
            "month": .date, "entity": .text, "counterparty": .text, "side": .text,
            "currency": .text, "number": .text, "issued_on": .date, "due_on": .date, "hub": .text,
            "due": .numeric, "set_off": .numeric, "book_amount": .numeric,
            "former_numbers": .textArray,
        ])
    static let insertAllocation = Query(
        "insert_allocation", PackageResources.insert_allocation_sql,
        takes: [
            .text, .int4, .text, .text, .text, .numeric, .numeric, .numeric, .text, .text,
            .timestamptz, .text, .text, .text,
        ])
    static let insertRelease = Query(
        "insert_release", PackageResources.insert_release_sql,
        takes: [.text, .int4, .timestamptz, .text, .text])
    static let postPayment = Query(
        "post_payment", PackageResources.post_payment_sql,
        takes: [
            .text, .text, .text, .text, .text, .text, .text, .date, .text, .date, .text,
            .timestamptz,
        ])
    static let postPaymentLine = Query(
        "post_payment_line", PackageResources.post_payment_line_sql,
        takes: [.text, .int4, .text, .text, .text, .numeric, .numeric])
    static let reversePayment = Query(
        "reverse_payment", PackageResources.reverse_payment_sql,
        takes: [.text, .int4, .date, .timestamptz])
    static let firstOpenDay = Query(
        "first_open_day", PackageResources.first_open_day_sql, gives: ["day": .date])
    static let paymentState = Query(
        "payment_state", PackageResources.payment_state_sql,
        gives: ["closes": .int8, "entries": .int8, "allocations": .int8, "releases": .int8])

    static let ofPayments = [
        lastReadings, insertBankFile, insertBankNote, listBankNotes, findBankEntries,
        insertBankEntry, readBankEntries, readAllocations, lastAllocation, readItems,
        insertAllocation, insertRelease, postPayment, postPaymentLine, reversePayment,
        firstOpenDay, paymentState,
    ]
}
