import Foundation

/// What a long stage says while it works: a line that renews itself on a terminal, one log line at
/// its end otherwise. Goes to standard error, so that standard output stays for results.
///
/// A class, because several threads count into it.
final class Meter: @unchecked Sendable {
    // @unchecked: `done` and `shownAt` are only touched under `lock`.
    private let lock = NSLock()
    private let stage: String
    private let unit: String
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let started = ContinuousClock.now
    private var done = 0
    private var shownAt = ContinuousClock.now

    init(_ stage: String, unit: String) {
        self.stage = stage
        self.unit = unit
    }

    func add(_ count: Int) {
        lock.lock()
        defer { lock.unlock() }
        done += count
        guard isTerminal else { return }
        let now = ContinuousClock.now
        guard now - shownAt > .milliseconds(200) else { return }
        shownAt = now
        Self.write("\r\u{1B}[K\(stage): \(done) \(unit), \(rate(now))")
    }

    func finish(_ remark: String = "") {
        lock.lock()
        defer { lock.unlock() }
        let now = ContinuousClock.now
        let lead = isTerminal ? "\r\u{1B}[K" : ""
        let extra = remark.isEmpty ? "" : "; \(remark)"
        let elapsed = milliseconds(now)
        Self.write(
            "\(lead)\(stage): \(done) \(unit) in \(elapsed / 1000).\(elapsed / 100 % 10) s,"
                + " \(rate(now))\(extra)\n")
    }

    /// One line about a stage that had nothing to count.
    static func say(_ stage: String, _ text: String) { write("\(stage): \(text)\n") }

    private func rate(_ now: ContinuousClock.Instant) -> String {
        "\(done * 1000 / max(milliseconds(now), 1))/s"
    }

    private func milliseconds(_ now: ContinuousClock.Instant) -> Int {
        let (seconds, attoseconds) = (now - started).components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
