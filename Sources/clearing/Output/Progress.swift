import Foundation

/// What a long job says while it works: a line that renews itself on a terminal, one log line a
/// stage otherwise. Goes to standard error, so that standard output stays for results.
struct Progress {
    private let stage: String
    private let terminal: Bool
    private let started: ContinuousClock.Instant
    private var lastShown: ContinuousClock.Instant?

    init(_ stage: String) {
        self.stage = stage
        terminal = isatty(STDERR_FILENO) == 1
        started = ContinuousClock.now
    }

    /// `total` is nil when it is not known beforehand.
    mutating func show(_ done: Int, of total: Int?, _ unit: String) {
        guard terminal else { return }
        let now = ContinuousClock.now
        if let lastShown, now - lastShown < .milliseconds(200) { return }
        lastShown = now
        let share = total.map { " of \($0)" } ?? ""
        Self.write("\r\u{1B}[K\(stage): \(done)\(share) \(unit), \(rate(done, now))")
    }

    func finish(_ done: Int, _ unit: String, _ remark: String) {
        let now = ContinuousClock.now
        let lead = terminal ? "\r\u{1B}[K" : ""
        let extra = remark.isEmpty ? "" : "; \(remark)"
        Self.write(
            "\(lead)\(stage): \(done) \(unit) in \(seconds(now)), \(rate(done, now))\(extra)\n")
    }

    func say(_ text: String) {
        Self.write("\(terminal ? "\r\u{1B}[K" : "")\(stage): \(text)\n")
    }

    private func rate(_ done: Int, _ now: ContinuousClock.Instant) -> String {
        let elapsed = max(milliseconds(now), 1)
        return "\(done * 1000 / elapsed)/s"
    }

    private func seconds(_ now: ContinuousClock.Instant) -> String {
        let elapsed = milliseconds(now)
        return "\(elapsed / 1000).\(elapsed / 100 % 10) s"
    }

    private func milliseconds(_ now: ContinuousClock.Instant) -> Int {
        let (seconds, attoseconds) = (now - started).components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
