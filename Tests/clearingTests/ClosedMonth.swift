import Foundation
import TestSupport
import Testing

/// A sandbox month on a database of its own, cleared and, if wanted, closed.
struct ClosedMonth {
    let folder: TemporaryFolder
    let database: ScratchDatabase
    let clearing: ClearingProcess

    /// - Parameter rates: `Rules/fx/EUR-INR.yaml`, where the checkout's do not reach far enough.
    init(sessions: Int = 300, seed: Int = 1, rates: String? = nil) throws {
        folder = try TemporaryFolder()
        database = try ScratchDatabase()
        var clearing = try ClearingProcess(database)
        if let rates {
            try folder.copy(Checkout.rules, to: "rules")
            try folder.write(rates, to: "rules/fx/EUR-INR.yaml")
            clearing.environment["CLEARING_RULES"] = folder.path("rules")
        }
        self.clearing = clearing
        try clearing.succeed(
            "sandbox", "generate", "--seed", "\(seed)", "--month", "2026-10", "--sessions",
            "\(sessions)", folder.path("in"))
        try clear()
    }

    func clear(_ more: String...) throws {
        try clearing.succeed(
            ["month", "--from", folder.path("in"), "--month", "2026-10", "--out"]
                + [folder.path("out")] + more)
    }

    func draft() throws {
        try clearing.succeed(
            "close", "--month", "2026-10", "--by", "asha", "--at", "2026-11-05T10:00:00Z")
    }

    func assign() throws {
        try clearing.succeed(
            "close", "assign", "--month", "2026-10", "--all", "--owner", "desk", "--why",
            "under review", "--by", "asha", "--at", "2026-11-05T11:00:00Z")
    }

    /// - Returns: the hash.
    @discardableResult
    func approve(at: String = "2026-11-06T09:00:00Z") throws -> String {
        let closed = try clearing.succeed(
            "close", "--month", "2026-10", "--approve-as", "ravi", "--at", at, "--json")
        return try #require(JSONObject(closed).object("close")?.text("hash"))
    }

    @discardableResult
    func close() throws -> String {
        try draft()
        // A month as small as some tests' has no exception that anybody could own.
        _ = try? assign()
        return try approve()
    }

    func verify(_ more: String...) throws -> (code: Int32, result: JSONObject, errors: String) {
        let ended = try clearing.run(["close", "verify", "--json"] + more)
        return (ended.code, try JSONObject(ended.output), ended.errors)
    }

    func state(_ month: String = "2026-10") throws -> String? {
        try JSONObject(
            clearing.succeed("close", "status", "--month", month, "--json")
        ).text("state")
    }
}
