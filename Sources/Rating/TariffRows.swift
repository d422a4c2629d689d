/// A tariff's rows as they are made, in one piece of memory, where a `TariffBlock` keeps them behind
/// its front.
struct TariffRows {
    /// Whoever takes the rows over deallocates it.
    let memory: UnsafeMutableRawPointer
    /// What `PlainPricer` reads stands first and together, with `minutes` behind it.
    var plainElements: List<PlainElement>
    var plainComponents: List<PlainComponent>
    var elements: List<ElementRow>
    var components: List<ComponentRow>
    /// Sorted.
    private(set) var minutes: List<Int32>
    var bounds: List<BoundsRow>

    /// Rows of one kind, with room for all there can be.
    struct List<Row: BitwiseCopyable> {
        private let memory: UnsafeMutablePointer<Row>
        private(set) var count = 0

        init(at place: inout UnsafeMutableRawPointer, room: Int) {
            memory = place.bindMemory(to: Row.self, capacity: room)
            place += Self.size(room)
        }

        /// In bytes, so that the next rows start at a multiple of eight.
        static func size(_ room: Int) -> Int { (room * MemoryLayout<Row>.stride + 7) & ~7 }

        var start: UnsafePointer<Row> { UnsafePointer(memory) }
        var buffer: UnsafeBufferPointer<Row> { UnsafeBufferPointer(start: start, count: count) }

        mutating func append(_ row: Row) {
            (memory + count).initialize(to: row)
            count += 1
        }

        fileprivate mutating func insert(_ row: Row, at place: Int) {
            (memory + place + 1).update(from: memory + place, count: count - place)
            (memory + place).initialize(to: row)
            count += 1
        }
    }

    /// An element has at most two boundaries of its own window, and midnight.
    private static let minutesEach = 3

    init(elements: Int, components: Int) {
        let minutes = elements * Self.minutesEach
        memory = .allocate(
            byteCount: MemoryLayout<TariffFront>.stride + List<PlainElement>.size(elements)
                + List<PlainComponent>.size(components) + List<ElementRow>.size(elements)
                + List<ComponentRow>.size(components)
                + List<Int32>.size(minutes) + List<BoundsRow>.size(elements), alignment: 8)
        var place = memory + MemoryLayout<TariffFront>.stride
        plainElements = List(at: &place, room: elements)
        plainComponents = List(at: &place, room: components)
        self.minutes = List(at: &place, room: minutes)
        self.elements = List(at: &place, room: elements)
        self.components = List(at: &place, room: components)
        bounds = List(at: &place, room: elements)
    }

    /// Of the local day, at which an element may begin or cease to match.
    mutating func add(minute: Int32) {
        var place = 0
        while place < minutes.count, minutes.buffer[place] < minute { place += 1 }
        guard place == minutes.count || minutes.buffer[place] != minute else { return }
        minutes.insert(minute, at: place)
    }
}
