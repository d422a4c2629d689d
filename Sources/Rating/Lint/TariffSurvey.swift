import Roaming

/// Who prices what in every state of a tariff.
struct TariffSurvey {
    let states: TariffStates
    private(set) var isEverMatched: [Bool]
    /// By element, the dimensions it prices somewhere.
    private(set) var isUsed: [Set<TariffDimension>]
    /// By `TariffDimension`.
    private(set) var gaps: [Gap]
    private(set) var pairs: [Pair]

    private let elements: [TariffElement]
    private let dimensions: [Set<TariffDimension>]
    /// Places of elements by whom they price, in order of precedence.
    private let session: [Int]
    private let reservation: [Int]
    private let expired: [Int]
    private var matched: [Bool]

    init(_ tariff: Tariff, _ states: TariffStates) {
        self.states = states
        elements = tariff.elements
        dimensions = elements.map { Set($0.components.map(\.dimension)) }
        func places(_ kind: Restrictions.Reservation?) -> [Int] {
            tariff.elements.indices.filter { tariff.elements[$0].restrictions.reservation == kind }
        }
        session = places(nil)
        reservation = places(.reservation)
        expired = places(.expires) + places(.reservation)
        isEverMatched = Array(repeating: false, count: elements.count)
        isUsed = Array(repeating: [], count: elements.count)
        matched = isEverMatched
        gaps = TariffDimension.allCases.map { _ in Gap(hours: states.hours.count) }
        pairs = elements.count > 24 ? [] : Pair.candidates(elements, session, dimensions)
    }

    mutating func visit(_ state: TariffState) {
        for index in elements.indices {
            matched[index] = state.satisfies(elements[index].restrictions)
            if matched[index] { isEverMatched[index] = true }
        }
        for dimension in TariffDimension.allCases {
            let winner = use(dimension, session)
            if winner == nil, states.isMeasured(state) {
                gaps[Int(dimension.rawValue)].add(state)
            }
            gaps[Int(dimension.rawValue)].count(state, states.isMeasured(state))
        }
        for dimension in [TariffDimension.time, .flat] {
            _ = use(dimension, reservation)
            _ = use(dimension, expired)
        }
        for index in pairs.indices {
            pairs[index].look(matched[pairs[index].first], matched[pairs[index].second], state)
        }
    }

    private mutating func use(_ dimension: TariffDimension, _ order: [Int]) -> Int? {
        for index in order where matched[index] && dimensions[index].contains(dimension) {
            isUsed[index].insert(dimension)
            return index
        }
        return nil
    }

    /// Where one dimension has no price.
    struct Gap {
        /// Unpriced and all cells, by weekday × hours.
        private var unpriced: [Int]
        private var cells: [Int]
        private let hours: Int
        private(set) var example: TariffState?

        init(hours: Int) {
            self.hours = hours
            unpriced = Array(repeating: 0, count: 7 * hours)
            cells = unpriced
        }

        mutating func add(_ state: TariffState) {
            unpriced[state.weekday * hours + state.hour] += 1
            if example == nil { example = state }
        }

        mutating func count(_ state: TariffState, _ isMeasured: Bool) {
            if isMeasured { cells[state.weekday * hours + state.hour] += 1 }
        }

        /// The hours of the week in which nothing has a price; nil when there are none.
        func hours(_ states: TariffStates) -> String? {
            let week = (0..<7).map { weekday in
                states.hours.indices.filter { hour in
                    let cell = weekday * hours + hour
                    return cells[cell] > 0 && unpriced[cell] == cells[cell]
                }.map { states.hours[$0] }
            }
            guard week.contains(where: { !$0.isEmpty }) else { return nil }
            return WeekText.text(week)
        }
    }

    /// Two elements that price the same dimension under the same kinds of restrictions.
    struct Pair {
        let first: Int
        let second: Int
        let dimension: TariffDimension
        private(set) var example: TariffState?
        private var isFirstAlone = false
        private var isSecondAlone = false

        var isPartial: Bool { example != nil && isFirstAlone && isSecondAlone }

        mutating func look(_ one: Bool, _ two: Bool, _ state: TariffState) {
            if one, two {
                if example == nil { example = state }
            } else if one {
                isFirstAlone = true
            } else if two {
                isSecondAlone = true
            }
        }

        static func candidates(
            _ elements: [TariffElement], _ session: [Int], _ dimensions: [Set<TariffDimension>]
        ) -> [Pair] {
            var pairs: [Pair] = []
            for first in session {
                for second in session where second > first {
                    let kinds = elements[first].restrictions.kinds
                    guard !kinds.isEmpty, kinds == elements[second].restrictions.kinds else {
                        continue
                    }
                    let shared = TariffDimension.allCases.first {
                        dimensions[first].contains($0) && dimensions[second].contains($0)
                    }
                    guard let shared else { continue }
                    pairs.append(Pair(first: first, second: second, dimension: shared))
                }
            }
            return pairs
        }

        private init(first: Int, second: Int, dimension: TariffDimension) {
            self.first = first
            self.second = second
            self.dimension = dimension
        }
    }
}

extension TariffStates {
    /// Power and current are stated, as far as the tariff asks for them.
    func isMeasured(_ state: TariffState) -> Bool {
        (currents.count == 1 || state.current != nil) && (powers.count == 1 || state.power != nil)
    }
}

extension Restrictions {
    /// Which kinds are there, whatever their bounds.
    fileprivate var kinds: Set<String> {
        var kinds: Set<String> = []
        if startMinute != nil || endMinute != nil { kinds.insert("hours") }
        if weekdays & 127 != 0 { kinds.insert("weekdays") }
        if startDate != nil || endDate != nil { kinds.insert("dates") }
        if minEnergy != nil || maxEnergy != nil { kinds.insert("energy") }
        if minDuration != nil || maxDuration != nil { kinds.insert("duration") }
        if minCurrent != nil || maxCurrent != nil { kinds.insert("current") }
        if minPower != nil || maxPower != nil { kinds.insert("power") }
        return kinds
    }
}
