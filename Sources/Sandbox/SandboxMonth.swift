import Roaming

/// The month while it is being written: counters, open files, and the truth so far.
struct SandboxMonth {
    let order: SandboxOrder
    let network: Network
    let window: MonthWindow
    let schedule: Schedule
    /// Of the month before.
    let earlier: Schedule
    let judge: Judge
    var book: TruthBook
    var injected: [Truth.Injection] = []
    var rejects: [String: Int] = [:]
    var writer = JSONWriter()
    /// Records written so far: each has a chance of its own to be spelled differently.
    var written = 0

    private var folders: [FileSink?]
    private var lineSink: FileSink?
    private var later: [(due: Int, folder: Int, object: [UInt8])] = []
    private let tariffs: [String: (new: [UInt8], old: [UInt8])]
    private let mishaps: [MishapPlan]
    private(set) var storyNumber = 0
    /// Stays that have their slot, by partner whose station it is; ours come last.
    var placed: [Int]
    var placedEarlier: [Int]
    /// Bytes of the CDR that a hub got last.
    var lastHeld: [UInt8] = []
    private var sideNumbers = [0, 0, 0]

    init(_ order: SandboxOrder) {
        self.order = order
        network = Network(month: order.month)
        window = Timetable.window(order.month)
        judge = Judge(month: order.month)
        schedule = Schedule(order, window: window)
        earlier = Schedule(order, window: Timetable.window(order.month.previous))
        placed = Array(repeating: 0, count: network.partners.count + 1)
        placedEarlier = placed
        book = TruthBook(keepsLines: order.sessions <= Truth.linesKept)
        let sides: [StaySide] = [.cpo, .emsp, .own]
        mishaps = sides.map { side in
            MishapPlan(
                side: side, count: Schedule.stays(of: side, among: order.sessions),
                total: order.sessions, seed: order.seed, choice: order.mishaps)
        }
        tariffs = Self.renderTariffs(
            network, lastUpdated: Self.publishedAt(order.month))
        let window = window
        folders = Folder.all.map { Self.sink(for: $0, window: window) }
        if order.sessions > Truth.linesKept {
            lineSink = FileSink(
                folder: ".", name: "truth-dispositions", container: .oneFileOfLines, timestamp: [])
        }
    }

    /// Master data is older by ten days than the month before.
    static func publishedAt(_ month: Month) -> Int {
        Int(Timetable.window(month.previous).start.seconds) - 10 * 86_400
    }

    var publishedAt: Int { Self.publishedAt(order.month) }

    /// Writes all records of stay `number` and books what they must come to.
    mutating func tell(_ number: Int) {
        storyNumber = number
        let side = Schedule.side(of: number)
        let sideNumber = sideNumbers[side.rawValue]
        sideNumbers[side.rawValue] += 1
        let (mishap, occurrence) = mishaps[side.rawValue].mishap(of: sideNumber)
        let fate = fate(number, side: side, sideNumber: sideNumber, mishap, occurrence)
        if mishap != .none {
            injected.append(
                Truth.Injection(
                    sessionID: fate.stay.sessionID, cdrID: fate.stay.cdrID, what: fate.words))
        }
        if let plight = fate.plight {
            tell(plight, of: fate.stay)
        } else {
            tell(mishap, of: fate.stay, occurrence)
        }
        while let first = later.first, first.due <= number {
            later.removeFirst()
            folders[first.folder]?.append(first.object)
        }
    }

    mutating func finish() {
        for entry in later { folders[entry.folder]?.append(entry.object) }
        later = []
        for entry in book.closed() { list(entry) }
        for index in folders.indices { folders[index]?.finish() }
        lineSink?.finish()
    }

    mutating func drain(atLeast: Int, _ write: (String, [UInt8]) throws -> Void) rethrows {
        for index in folders.indices { try folders[index]?.drain(atLeast: atLeast, write) }
        try lineSink?.drain(atLeast: atLeast) { path, bytes in
            try write(String(path.dropFirst(2)), bytes)
        }
    }

    func truth() -> Truth {
        Truth(
            seed: order.seed, month: order.month, sessions: order.sessions, counts: book.counts,
            positions: book.positions, rejects: rejects, lines: book.linesInOrder,
            injected: injected)
    }

    mutating func append(_ object: [UInt8], to folder: Folder) {
        folders[folder.index]?.append(object)
    }

    /// The same bytes once more, some stays later, so that the copy may land in another file.
    mutating func appendLater(_ object: [UInt8], to folder: Folder) {
        later.append((storyNumber + 40, folder.index, object))
    }

    mutating func book(_ story: Story) {
        guard let stay = story.session?.stay ?? story.filed.first?.stands.stay else { return }
        for entry in judge.entries(of: story) { book(entry, of: stay) }
    }

    mutating func book(_ entry: Judge.Entry, of stay: Stay) {
        if let line = book.add(booked(entry, of: stay)) { list(line) }
    }

    mutating func list(_ line: Truth.Line) {
        guard lineSink != nil else { return }
        writer.clear()
        writer.line(line)
        lineSink?.append(writer.bytes)
    }

    /// JSON of a tariff as 2.2.1 or 2.1.1 shows it.
    func tariffJSON(_ plan: TariffPlan, old: Bool) -> [UInt8] {
        guard let both = tariffs[plan.id] else {
            preconditionFailure("every plan in use is one of the network's")
        }
        return old ? both.old : both.new
    }

    /// Of a tariff that only a CDR brings along.
    mutating func tariffJSON(embedded plan: TariffPlan, of party: Party, old: Bool) -> [UInt8] {
        writer.clear()
        writer.tariff(plan, of: old ? nil : party, lastUpdated: publishedAt)
        return writer.bytes
    }
}

extension SandboxMonth {
    private static func renderTariffs(
        _ network: Network, lastUpdated: Int
    ) -> [String: (new: [UInt8], old: [UInt8])] {
        var rendered: [String: (new: [UInt8], old: [UInt8])] = [:]
        var writer = JSONWriter()
        let ours = network.ownPlans + [network.bilateralPlan]
        let plans =
            ours.map { ($0, Party.ourCPO) }
            + network.partners.flatMap { partner in partner.plans.map { ($0, partner.party) } }
        for (plan, party) in plans {
            writer.clear()
            writer.tariff(plan, of: party, lastUpdated: lastUpdated)
            let new = writer.bytes
            writer.clear()
            writer.tariff(plan, of: nil, lastUpdated: lastUpdated)
            rendered[plan.id] = (new, writer.bytes)
        }
        return rendered
    }

    private static func sink(for folder: Folder, window: MonthWindow) -> FileSink? {
        var writer = JSONWriter()
        writer.time(Int(window.graceEnd.seconds) + 86_400, .zulu)
        let container: Container
        switch (folder.hub, folder.module) {
        case (nil, .sessions), (nil, .cdrs):
            container = Container(style: .lines, objectsPerFile: 20_000)
        case (nil, .tokens): container = .oneFileOfLines
        case (nil, .tariffs): container = .oneArray
        case (nil, .locations): container = Container(style: .envelope)
        case (let hub?, .sessions):
            guard hub.sendsSessions else { return nil }
            container = hub.container
        case (let hub?, _): container = hub.container
        }
        let isPaged = folder.hub != nil && container.objectsPerFile != nil
        return FileSink(
            folder: folder.path, name: isPaged ? "page" : folder.module.rawValue,
            container: container, timestamp: writer.bytes)
    }
}

/// A folder of the month's directory.
struct Folder {
    enum Module: String, CaseIterable {
        case locations, tariffs, tokens, sessions, cdrs
    }

    /// Nil: `own`.
    let hub: Hub?
    let module: Module

    init(_ hub: Hub?, _ module: Module) {
        self.hub = hub
        self.module = module
    }

    static let all: [Folder] = ([nil] + Hub.allCases.map(Optional.some)).flatMap { hub in
        Module.allCases.map { Folder(hub, $0) }
    }

    var index: Int {
        let row = hub.map { $0.rawValue + 1 } ?? 0
        let column: Int =
            switch module {
            case .locations: 0
            case .tariffs: 1
            case .tokens: 2
            case .sessions: 3
            case .cdrs: 4
            }
        return row * 5 + column
    }

    var path: String {
        guard let hub else { return "own/\(module.rawValue)" }
        return "hubs/\(hub.name)/\(module.rawValue)"
    }
}
