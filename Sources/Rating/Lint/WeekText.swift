/// Hours of the week in words.
enum WeekText {
    private static let names = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]

    static func name(_ weekday: Int) -> String { names[weekday] }

    /// `07:00`, and `24:00` for the end of the day.
    static func clock(_ minute: Int) -> String {
        let (hours, rest) = (minute / 60, minute % 60)
        return (hours < 10 ? "0" : "") + "\(hours):" + (rest < 10 ? "0" : "") + "\(rest)"
    }

    /// `Monday to Friday 00:00-07:00 and 19:00-24:00, Sunday all day`; by weekday, in order.
    static func text(_ week: [[Range<Int>]]) -> String {
        let joined = week.map(join)
        var parts: [String] = []
        var first = 0
        while first < joined.count {
            var last = first
            while last + 1 < joined.count, joined[last + 1] == joined[first] { last += 1 }
            if !joined[first].isEmpty {
                parts.append("\(days(first, last)) \(hours(joined[first]))")
            }
            first = last + 1
        }
        return parts.joined(separator: ", ")
    }

    static func hours(_ ranges: [Range<Int>]) -> String {
        if ranges == [0..<1440] { return "all day" }
        return ranges.map { "\(clock($0.lowerBound))-\(clock($0.upperBound))" }
            .joined(separator: " and ")
    }

    private static func days(_ first: Int, _ last: Int) -> String {
        switch (first, last) {
        case (0, 6): "every day"
        case _ where first == last: names[first]
        default: "\(names[first]) to \(names[last])"
        }
    }

    private static func join(_ ranges: [Range<Int>]) -> [Range<Int>] {
        ranges.reduce(into: []) { joined, range in
            if let last = joined.last, last.upperBound == range.lowerBound {
                joined[joined.count - 1] = last.lowerBound..<range.upperBound
            } else {
                joined.append(range)
            }
        }
    }
}
