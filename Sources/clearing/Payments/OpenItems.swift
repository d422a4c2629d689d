import Amounts
import Roaming
import Store

/// What is open on a day, by partner.
struct OpenItems {
    /// A statement that is not paid in full, or what stands on account.
    struct Line {
        var entity: String
        var counterparty: PartyID
        /// Nil for what is on account.
        var side: Side?
        var currency: Currency
        /// The statement's number, or the bank entry that left it on account.
        var reference: String
        var month: Month?
        var hub: String?
        var dueOn: Day?
        /// What is to be paid after netting; zero on account.
        var amount: ExactDecimal
        var paid: ExactDecimal
        /// amount − paid: above zero they owe us.
        var open: ExactDecimal
        var ageing: Ageing
    }

    let asOf: Day
    /// By entity, counterparty, currency, side (receivable, payable, on account), due day, reference.
    let lines: [Line]

    /// Statements out by the day, less what entries booked by then pay.
    init(_ books: PaymentBooks, on day: Day, with counterparty: PartyID?) throws {
        asOf = day
        var lines: [Line] = []
        let items = try books.items(until: day)
        for item in items where item.issuedOn <= day {
            let open = try item.open()
            guard !open.isZero else { continue }
            lines.append(
                Line(
                    entity: item.key.entity, counterparty: item.key.counterparty,
                    side: item.key.side, currency: item.key.currency, reference: item.number,
                    month: item.key.month, hub: item.hub, dueOn: item.dueOn, amount: item.amount,
                    paid: item.paid, open: open, ageing: Ageing(due: item.dueOn, on: day)))
        }
        // Statements that a later version of their month no longer has stand like what is on account.
        let known = Set(items.filter { $0.issuedOn <= day }.map(\.key))
        for stored in try books.connection.allocations(until: day) {
            let allocation = stored.allocation
            if let key = allocation.item, known.contains(key) { continue }
            lines.append(
                Line(
                    entity: stored.entity, counterparty: allocation.counterparty, side: nil,
                    currency: stored.currency, reference: stored.entry, month: nil,
                    hub: allocation.hub, dueOn: nil, amount: .zero, paid: allocation.amount,
                    open: try allocation.amount.negated(), ageing: .notDue))
        }
        if let counterparty { lines.removeAll { $0.counterparty != counterparty } }
        self.lines = lines.sorted(by: Self.precedes)
    }

    private static func precedes(_ a: Line, _ b: Line) -> Bool {
        if a.entity != b.entity { return a.entity < b.entity }
        if a.counterparty != b.counterparty { return a.counterparty < b.counterparty }
        if a.currency != b.currency { return a.currency < b.currency }
        if a.side != b.side { return a.place < b.place }
        let (x, y) = (a.dueOn?.daysSince1970 ?? 0, b.dueOn?.daysSince1970 ?? 0)
        return (x, a.reference) < (y, b.reference)
    }

    /// Sums of one entity, counterparty, side and currency.
    struct Sum {
        var first: Line
        var byAge: [Ageing: ExactDecimal] = [:]
        var open: ExactDecimal = .zero
    }

    func sums() throws -> [Sum] {
        var sums: [Sum] = []
        for line in lines {
            if sums.last?.first.isOfOneSum(with: line) != true { sums.append(Sum(first: line)) }
            let last = sums.count - 1
            sums[last].open = try sums[last].open + line.open
            sums[last].byAge[line.ageing] = try (sums[last].byAge[line.ageing] ?? .zero) + line.open
        }
        return sums
    }

    /// What is open in all, by currency.
    func totals() throws -> [Money] {
        var totals = Totals()
        for line in lines { try totals.add(Money(line.open, line.currency)) }
        return totals.amounts
    }
}

extension OpenItems.Line {
    var sideName: String {
        switch side {
        case .cpo: "receivable"
        case .emsp: "payable"
        case nil: "on account"
        }
    }

    fileprivate var place: Int { side == .cpo ? 0 : side == .emsp ? 1 : 2 }

    fileprivate func isOfOneSum(with other: Self) -> Bool {
        entity == other.entity && counterparty == other.counterparty && side == other.side
            && currency == other.currency
    }

    var json: JSONValue {
        .object([
            ("entity", .string(entity)), ("counterparty", .string("\(counterparty)")),
            ("side", .string(sideName)), ("currency", .string("\(currency)")),
            ("reference", .string(reference)), ("month", .text(month?.description)),
            ("hub", .text(hub)), ("due_on", .text(dueOn?.description)),
            ("amount", .amount(amount)), ("paid", .amount(paid)), ("open", .amount(open)),
            ("ageing", .string(ageing.rawValue)),
        ])
    }
}

extension OpenItems {
    func json() throws -> JSONValue {
        .object([
            ("as_of", .string("\(asOf)")), ("items", .array(lines.map(\.json))),
            (
                "sums",
                .array(
                    try sums().map { sum in
                        .object(
                            [
                                ("entity", .string(sum.first.entity)),
                                ("counterparty", .string("\(sum.first.counterparty)")),
                                ("side", .string(sum.first.sideName)),
                                ("currency", .string("\(sum.first.currency)")),
                            ]
                                + Ageing.allCases.map {
                                    ($0.rawValue, .amount(sum.byAge[$0] ?? .zero))
                                } + [("open", .amount(sum.open))])
                    })
            ),
            (
                "totals",
                .array(
                    try totals().map {
                        .object([
                            ("currency", .string("\($0.currency)")), ("open", .amount($0.amount)),
                        ])
                    })
            ),
        ])
    }

    func text() throws -> String {
        guard !lines.isEmpty else { return "nothing is open on \(asOf)\n" }
        var items = TextTable([
            ("Entity", .left), ("Counterparty", .left), ("Side", .left), ("Reference", .left),
            ("Month", .left), ("Due", .left), ("Age", .left), ("Amount", .right), ("Paid", .right),
            ("Open", .right), ("Currency", .left), ("Paid through", .left),
        ])
        for line in lines {
            items.add([
                line.entity, "\(line.counterparty)", line.sideName, line.reference,
                line.month?.description ?? "", line.dueOn?.description ?? "",
                line.ageing.rawValue, line.amount.text(decimals: 2), line.paid.text(decimals: 2),
                line.open.text(decimals: 2), "\(line.currency)", line.hub ?? "",
            ])
        }
        var ages = TextTable(
            [
                ("Entity", .left), ("Counterparty", .left), ("Side", .left), ("Currency", .left),
            ] + Ageing.allCases.map { ($0.rawValue, .right) } + [("Open", .right)])
        for sum in try sums() {
            ages.add(
                [
                    sum.first.entity, "\(sum.first.counterparty)", sum.first.sideName,
                    "\(sum.first.currency)",
                ] + Ageing.allCases.map { (sum.byAge[$0] ?? .zero).text(decimals: 2) }
                    + [sum.open.text(decimals: 2)])
        }
        for total in try totals() {
            ages.add(
                ["all", "", "", "\(total.currency)"] + Ageing.allCases.map { _ in "" }
                    + [total.amount.text(decimals: 2)])
        }
        return "open on \(asOf)\n\n" + items.render() + "\n" + ages.render()
    }
}
