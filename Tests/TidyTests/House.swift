/// The plan of the house: which module may import which, and what the top level holds.
/// A wall is moved here and in README's "Decisions", in the same commit.
enum House {
    /// Allowed imports of each target among ours and the packages'.
    static let arrows: [String: Set<String>] = [
        "Amounts": [],
        "Roaming": nouns.subtracting(["Roaming"]),
        "Hashing": ["COpenSSL"],
        "Metering": nouns.union(["COpenSSL"]),
        "Intake": nouns.union(["Hashing", "Metering", "CSimdJSON", "CZlib"]),
        "Rating": nouns.union(["BigInt"]),
        "Reconciliation": nouns,
        "Settlement": nouns,
        "Sandbox": nouns,
        "Evidence": nouns.union(["Hashing", "COpenSSL"]),
        "Reporting": ["Amounts", "CXLSXWriter"],
        "Store": nouns.union(["CLibPQ", "CZstd"]),
        "Hubs": nouns.union(["Intake", "Hashing"]).union(network),
        "API": nouns.union(["Store", "Hashing", "COpenSSL", "CZlib", "JWTKit"])
            .union(serving),
        "clearing": all,
    ]

    private static let nouns: Set = ["Roaming", "Amounts"]

    /// HTTP, asked and answered.
    private static let network: Set = [
        "AsyncHTTPClient", "Hummingbird", "HTTPTypes", "NIOCore", "NIOHTTP1",
        "NIOHTTPCompression", "NIOSSL", "Logging",
    ]

    /// HTTP, answered on threads of its own.
    private static let serving: Set = [
        "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOPosix", "Logging",
    ]

    private static let all: Set = [
        "Amounts", "Roaming", "Hashing", "Metering", "Intake", "Rating", "Reconciliation",
        "Settlement",
        "Sandbox", "Evidence", "Reporting", "Store", "Hubs", "API", "CLibPQ", "CXLSXWriter",
        "CZstd", "CZlib", "COpenSSL", "CSimdJSON", "ArgumentParser", "Yams", "BigInt",
        "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "NIOCore", "NIOSSL",
    ]

    /// The platform's own modules: anyone outside the pure core may use them.
    static let platform: Set = ["Glibc", "Musl", "Dispatch", "Synchronization"]

    /// Values in, values out: no disk, no threads, no C library.
    static let pure: Set = [
        "Amounts", "Roaming", "Rating", "Reconciliation", "Settlement", "Sandbox",
    ]

    static let foundation: Set = [
        "Foundation", "FoundationEssentials", "FoundationInternationalization",
    ]

    /// Who may import Foundation, and why.
    static let foundationTargets = [
        "clearing": "files, processes and dates at the edge",
        "Rating": "TimeZone: when the local day and hour begin",
    ]

    static let topLevel: Set = [
        "Package.swift", "README.md", "Rules", "Reports", "cron", "Sources", "Tests",
    ]

    /// Made by a run or by SwiftPM and ignored by git.
    static let ignored: Set = ["var", "Package.resolved"]
}
