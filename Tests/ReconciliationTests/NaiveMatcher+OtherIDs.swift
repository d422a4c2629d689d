import Amounts
import Roaming

extension NaiveMatcher {
    /// What only a hub holds goes to the first of ours that no hub holds and that names the same
    /// session, else to the nearest that says the same.
    mutating func joinOtherIDs() {
        var gone: Set<Int> = []
        for byName in [true, false] {
            for index in items.indices where isOpen(index) && !items[index].issued {
                guard !gone.contains(index) else { continue }
                let mine = items.indices.filter {
                    isOpen($0) && items[$0].issued && items[$0].held == nil
                        && (byName ? namesSame(index, $0) : saysSame(index, $0))
                }
                let distances = mine.map { byName ? 0 : apart(items[index].cdr, items[$0].cdr) }
                guard let nearest = distances.min(), let place = distances.firstIndex(of: nearest)
                else { continue }
                items[mine[place]].held = items[index].held
                items[mine[place]].copies = items[index].copies
                gone.insert(index)
            }
        }
        for index in gone.sorted(by: >) { items.remove(at: index) }
    }

    private func isOpen(_ index: Int) -> Bool { items[index].outcome == "alone" }

    private func apart(_ a: CDRFacts, _ b: CDRFacts) -> Int64 {
        abs(a.start.milliseconds - b.start.milliseconds)
    }

    private func namesSame(_ theirs: Int, _ mine: Int) -> Bool {
        let (a, b) = (items[theirs].cdr, items[mine].cdr)
        guard let name = a.sessionID, name == b.sessionID else { return false }
        return !isElsewhere(
            (a.evseUID, a.evseID, a.tokenUID, a.contractID, a.start),
            (b.evseUID, b.evseID, b.tokenUID, b.contractID, b.start))
    }

    private func saysSame(_ theirs: Int, _ mine: Int) -> Bool {
        let (a, b) = (items[theirs].cdr, items[mine].cdr)
        guard let gap = gap(a, b), gap <= 120_000 else { return false }
        if let name = a.sessionID, let other = b.sessionID, name != other { return false }
        let grams = abs(milliKWh(a.energy) - milliKWh(b.energy))
        return grams <= 1 || grams * 1000 <= milliKWh(b.energy)
    }
}
