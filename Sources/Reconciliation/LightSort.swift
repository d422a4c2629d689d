/// Sorts big values by their places: moving them about while comparing costs more than the rest of
/// a reconciliation.
///
/// `key` is the leading part of the order `precedes`, as a number, and decides nearly every time.
func sortedByPlace<Value>(
    _ values: [Value], key: (Value) -> Int64, _ precedes: (Value, Value) -> Bool
) -> [Value] {
    var places: [(key: Int64, place: Int)] = []
    places.reserveCapacity(values.count)
    for place in values.indices { places.append((key(values[place]), place)) }
    places.sort { a, b in
        a.key != b.key ? a.key < b.key : precedes(values[a.place], values[b.place])
    }
    return places.map { values[$0.place] }
}
