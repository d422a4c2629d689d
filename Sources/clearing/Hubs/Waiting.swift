import Foundation

/// Runs something that waits for the network, from a command that does not: the work goes on in the
/// background while this thread sleeps.
func waiting<Value: Sendable>(
    for work: @escaping @Sendable () async throws -> Value
) throws -> Value {
    let done = DispatchSemaphore(value: 0)
    let box = ResultBox<Value>()
    Task {
        do { box.result = .success(try await work()) } catch { box.result = .failure(error) }
        done.signal()
    }
    done.wait()
    guard let result = box.result else { throw Failure.bug("the work ended without a result") }
    return try result.get()
}

/// Written by the task before it signals, read by the waiting thread after. A class, because both
/// hold it.
private final class ResultBox<Value: Sendable>: @unchecked Sendable {
    // @unchecked: the semaphore orders the one write before the one read.
    var result: Result<Value, any Error>?
}
