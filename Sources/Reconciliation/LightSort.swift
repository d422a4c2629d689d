/// Sorts big values by their places: moving them about while comparing costs more than the rest of
/// a reconciliation. What is in order already is given back as it is, without a copy.
///
/// `key` is the leading part of the order `precedes`, as a number, and decides nearly every time.
func sortedByPlace<Value>(
    _ values: [Value], key: (Value) -> Int64, _ precedes: (Value, Value) -> Bool
) -> [Value] {
    func isBefore(_ a: (key: Int64, place: Int), _ b: (key: Int64, place: Int)) -> Bool {
        a.key != b.key ? a.key < b.key : precedes(values[a.place], values[b.place])
    }
    var places: [(key: Int64, place: Int)] = []
    places.reserveCapacity(values.count)
    var isSorted = true
    for place in values.indices {
        let next = (key: key(values[place]), place: place)
        if isSorted, let last = places.last, isBefore(next, last) { isSorted = false }
        places.append(next)
    }
    guard !isSorted else { return values }
    places.sort(by: isBefore)
    return places.map { values[$0.place] }
}
