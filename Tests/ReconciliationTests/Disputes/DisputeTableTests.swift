import Roaming
import Testing

@testable import Reconciliation

/// The life-cycle held against a drawing of it made by hand.
@Suite struct DisputeTableTests {
    /// Each state's row: what every move does, in the order of `columns`; `.` is refused, `>` only
    /// after a deadline, `<` only until one.
    private static let columns: [DisputeMove] = [
        .open, .revise, .send, .acknowledge, .accept, .acceptPart, .acceptSilently, .reject,
        .takeOver, .expectCredit, .creditCDR, .creditNote, .escalate, .split, .writeOff, .withdraw,
        .expire,
    ]

    private static let drawing: [(DisputeState, String)] = [
        (.none, "OPEN . . . . . . . REJECTED_BY_PARTNER . . . . . . . ."),
        (.open, ". OPEN <SENT . . . . . . . CREDITED . . . . WITHDRAWN >EXPIRED"),
        (.sent, ". . . ACKNOWLEDGED . . >ACCEPTED . . . CREDITED . >ESCALATED . . WITHDRAWN ."),
        (
            .acknowledged,
            ". . . . ACCEPTED ACCEPTED >ACCEPTED REJECTED_BY_PARTNER . . CREDITED . >ESCALATED"
                + " . . WITHDRAWN ."
        ),
        (.accepted, ". . . . . . . . . CREDIT_EXPECTED CREDITED . . . . . ."),
        (.creditExpected, ". . . . . . . . . . CREDITED CREDITED . . . . ."),
        (.credited, ". . . . . . . . . . . . . . . . ."),
        (.rejectedByPartner, ". . . . . . . . . . CREDITED . <ESCALATED . . WITHDRAWN >EXPIRED"),
        (.escalated, ". . . . . . . . . . CREDITED . . SETTLED_SPLIT WRITTEN_OFF WITHDRAWN ."),
        (.settledSplit, ". . . . . . . . . . . . . . . . ."),
        (.writtenOff, ". . . . . . . . . . . . . . . . ."),
        (.withdrawn, ". . . . . . . . . . . . . . . . ."),
        (.expired, ". . . . . . . . . . . . . . . . ."),
    ]

    @Test func `every move in every state has the answer that was drawn`() {
        #expect(Set(Self.columns) == Set(DisputeMove.allCases))
        #expect(Self.drawing.map(\.0) == DisputeState.allCases)
        var answers = 0
        for (state, row) in Self.drawing {
            let cells = row.split(separator: " ")
            #expect(cells.count == Self.columns.count, "\(state)")
            for (move, cell) in zip(Self.columns, cells) {
                #expect(drawn(answer(to: move, in: state)) == cell, "\(move) in \(state)")
                answers += 1
            }
        }
        #expect(answers == 13 * 17)
    }

    private func drawn(_ answer: DisputeAnswer) -> String {
        switch answer {
        case .to(let state): state.rawValue
        case .after(_, let state): ">" + state.rawValue
        case .until(_, let state): "<" + state.rawValue
        case .refused: "."
        }
    }

    @Test func `each refusal has a reason in words`() {
        for state in DisputeState.allCases {
            for move in DisputeMove.allCases {
                guard case .refused(let why) = answer(to: move, in: state) else { continue }
                #expect(why.contains(" ") && why.count > 10, "\(move) in \(state)")
            }
        }
    }

    @Test func `what is allowed leads where the move says`() {
        for state in DisputeState.allCases {
            for move in DisputeMove.allCases {
                guard let next = answer(to: move, in: state).next else { continue }
                #expect(next == move.leadsTo, "\(move) in \(state)")
            }
        }
    }

    @Test func `nothing leads out of an end and every state is reached`() {
        for state in DisputeState.allCases where state.isEnd {
            for move in DisputeMove.allCases {
                #expect(answer(to: move, in: state).next == nil, "\(move) in \(state)")
            }
        }
        var reached: Set<DisputeState> = [.none]
        while true {
            let before = reached.count
            for state in reached {
                for move in DisputeMove.allCases {
                    if let next = answer(to: move, in: state).next { reached.insert(next) }
                }
            }
            if reached.count == before { break }
        }
        #expect(reached == Set(DisputeState.allCases))
    }
}
