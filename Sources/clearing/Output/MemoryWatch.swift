import Foundation
import Synchronization

/// Looks up to ten times a second at how much memory a stage holds: this process, and those of its
/// PostgreSQL server where that runs on this machine, whose shared pages are counted once (PSS).
/// That count walks through all pages, so the watch rests fifty times as long as a look took.
///
/// A class because a thread of its own looks while the stage works.
final class MemoryWatch: Sendable {
    struct Peak: Sendable {
        /// Resident, KB.
        var own = 0
        /// Proportional share, KB; 0 when the server is not ours to look at.
        var server = 0
    }

    private struct State {
        var peak = Peak()
        var isOver = false
    }

    private let state = Mutex(State())
    /// The process that started all others of the server.
    private let server: Int

    /// - Parameter server: 0 for none.
    init(ofServer server: Int) {
        self.server = server
        let thread = Thread { [weak self] in
            while let self, !self.state.withLock({ $0.isOver }) {
                let took = ContinuousClock().measure { self.look() }
                usleep(UInt32(max(100_000, took / .microseconds(1) * 50)))
            }
        }
        thread.start()
    }

    /// The process that started the one behind a connection, and all others of its server; 0 when it
    /// is not on this machine.
    static func server(startedBy process: Int) -> Int {
        number("PPid", in: "/proc/\(process)/status")
    }

    /// Largest resident size of a process so far, in KB; 0 when it is gone.
    static func peak(of process: Int) -> Int { number("VmHWM", in: "/proc/\(process)/status") }

    /// Ends the watch.
    func peak() -> Peak {
        look()
        return state.withLock {
            $0.isOver = true
            return $0.peak
        }
    }

    private func look() {
        let own = Self.number("VmRSS", in: "/proc/self/status")
        let server = processes.map { Self.number("Pss:", in: "/proc/\($0)/smaps_rollup") }
            .reduce(0, +)
        state.withLock {
            $0.peak.own = max($0.peak.own, own)
            $0.peak.server = max($0.peak.server, server)
        }
    }

    /// Of the server, as far as they are here.
    private var processes: [Int] {
        guard server > 0 else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap(Int.init).filter { number in
            (number == server || Self.number("PPid", in: "/proc/\(number)/status") == server)
                && (try? String(contentsOfFile: "/proc/\(number)/comm", encoding: .utf8))
                    == "postgres\n"
        }
    }

    /// The number on the line that begins with `key`; 0 where there is none.
    private static func number(_ key: String, in path: String) -> Int {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(key) }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}
