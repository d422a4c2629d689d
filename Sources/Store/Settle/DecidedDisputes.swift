package import Roaming

extension Connection {
    /// What was decided about disputes and the month has to book, in the order of time.
    package func decidedDisputes(in window: MonthWindow) throws(StoreError) -> [DisputeEvent] {
        try rows(
            .decidedDisputes,
            [.month(window.month), .instant(window.start), .instant(window.cutOff)]
        ) { (row) throws(StoreError) in
            DisputeEvent(
                dispute: row.text(0), ordinal: row.int4(1), month: row.month(2),
                side: try row.value(3, as: Side.self), counterparty: try row.party(4),
                ownParty: try row.party(5), currency: try row.currency(6),
                released: try row.decimal(7), releasedBeforeTax: try row.decimal(8),
                writtenOff: try row.decimal(9), at: row.instant(10), by: row.text(11),
                why: row.text(12))
        }
    }
}
