import Foundation

/// Hands elements from one thread to another, at most `capacity` at a time, so that a fast reader
/// does not fill the memory ahead of a slow writer. A class, because two threads share it.
final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
    // @unchecked: every access to the stored properties is under `condition`.
    private let condition = NSCondition()
    private let capacity: Int
    private var waiting: [Element] = []
    private var isClosed = false

    init(capacity: Int) { self.capacity = capacity }

    /// Waits for room. False when the receiver has gone and nothing more is wanted.
    func send(_ element: Element) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while waiting.count >= capacity, !isClosed { condition.wait() }
        guard !isClosed else { return false }
        waiting.append(element)
        condition.broadcast()
        return true
    }

    /// Never waits. False when there is no room, or nothing more is wanted.
    func offer(_ element: Element) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        guard waiting.count < capacity, !isClosed else { return false }
        waiting.append(element)
        condition.broadcast()
        return true
    }

    /// Waits for elements and takes all that are there, at most so many; empty when the queue is
    /// closed.
    func receiveAll(most: Int) -> [Element] {
        condition.lock()
        defer { condition.unlock() }
        while waiting.isEmpty, !isClosed { condition.wait() }
        let taken = Array(waiting.prefix(most))
        waiting.removeFirst(taken.count)
        condition.broadcast()
        return taken
    }

    /// Waits for an element; nil when the queue is closed and empty.
    func receive() -> Element? {
        condition.lock()
        defer { condition.unlock() }
        while waiting.isEmpty, !isClosed { condition.wait() }
        guard !waiting.isEmpty else { return nil }
        let element = waiting.removeFirst()
        condition.broadcast()
        return element
    }

    /// No more elements come (sender), or none are wanted (receiver).
    func close() {
        condition.lock()
        isClosed = true
        condition.broadcast()
        condition.unlock()
    }
}
