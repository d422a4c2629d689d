import Amounts
import Roaming

extension NaiveMatcher {
    /// What only a hub holds goes to the first of ours that no hub holds and that names the same
    /// session, else the same meter record, else to the nearest that says the same.
    mutating func joinOtherIDs() {
        var gone: Set<Int> = []
        let ways: [(pass: String, same: (CDRFacts, CDRFacts) -> Bool)] = [
            ("M1", { $0.sessionID != nil && $0.sessionID == $1.sessionID }),
            ("M8", { $0.meter?.payload != nil && $0.meter?.payload == $1.meter?.payload }),
            ("M8", { $0.meter?.readings != nil && $0.meter?.readings == $1.meter?.readings }),
        ]
        for way in ways {
            join(way.pass, sparing: &gone) { matcher, theirs, mine in
                guard way.same(theirs, mine) else { return nil }
                return matcher.place(theirs).elsewhere(matcher.place(mine)) ? nil : 0
            }
        }
        join("M5", sparing: &gone) { matcher, theirs, mine in
            let (a, b) = (matcher.place(theirs), matcher.place(mine))
            guard a.sameEVSE(b), a.sameToken(b), a.gap(b) <= 120_000 else { return nil }
            if let name = theirs.sessionID, let other = mine.sessionID, name != other { return nil }
            return matcher.tolerates(theirs.energy, mine.energy) ? a.gap(b) : nil
        }
        for index in gone.sorted(by: >) { items.remove(at: index) }
    }

    private mutating func join(
        _ pass: String, sparing gone: inout Set<Int>,
        _ distance: (NaiveMatcher, CDRFacts, CDRFacts) -> Int64?
    ) {
        for index in items.indices where isOpen(index) && !items[index].issued {
            guard !gone.contains(index), allows(pass, items[index]) else { continue }
            var nearest: (place: Int, distance: Int64)?
            for mine in items.indices {
                guard isOpen(mine), items[mine].issued, items[mine].held == nil,
                    let apart = distance(self, items[index].cdr, items[mine].cdr),
                    nearest.map({ apart < $0.distance }) ?? true
                else { continue }
                nearest = (mine, apart)
            }
            guard let nearest else { continue }
            items[nearest.place].held = items[index].held
            items[nearest.place].heldPass = pass
            items[nearest.place].copies = items[index].copies
            gone.insert(index)
        }
    }

    private func isOpen(_ index: Int) -> Bool { items[index].outcome == "alone" }
}
