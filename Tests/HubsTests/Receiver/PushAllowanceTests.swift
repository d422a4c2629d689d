import Testing

@testable import Hubs

@Suite struct PushAllowanceTests {
    @Test func `so many at once, then as they come, and each hub for itself`() {
        let allowance = PushAllowance()
        func taken(_ hub: String, _ count: Int, after milliseconds: Int64) -> Int {
            (0..<count).count { _ in
                allowance.wait(of: hub, rate: 5, now: 7 + milliseconds * 1_000_000) == nil
            }
        }
        #expect(taken("a", 9, after: 0) == 5)
        #expect(allowance.wait(of: "a", rate: 5, now: 7) == 1)
        #expect(taken("b", 9, after: 0) == 5)
        // A fifth of a second each; no more than a second's worth is saved.
        #expect(taken("a", 9, after: 200) == 1)
        #expect(taken("a", 9, after: 1000) == 4)
        #expect(taken("a", 99, after: 60_000) == 5)
        // A clock that does not move gives nothing away.
        #expect(taken("a", 9, after: 60_000) == 0)
        #expect(allowance.wait(of: "c", rate: 1, now: 0) == nil)
        #expect(allowance.wait(of: "c", rate: 1, now: 0) == 1)
    }
}
