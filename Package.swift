// swift-tools-version: 6.2
import PackageDescription

// Targets stand in layer order; README shows the arrows between them. Every target gets the
// same strict settings at the end of this file.
let package = Package(
    name: "clearing",
    products: [.executable(name: "clearing", targets: ["clearing"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibPQ", path: "Sources/CLibPQ", pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CXLSXWriter", path: "Sources/CXLSXWriter", pkgConfig: "xlsxwriter",
            providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(
            name: "CZstd", path: "Sources/CZstd", pkgConfig: "libzstd",
            providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(
            name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "COpenSSL", path: "Sources/COpenSSL", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]),
        .target(
            name: "CSimdJSON", cxxSettings: [.define("NDEBUG")],
            linkerSettings: [.linkedLibrary("simdjson")]),

        .target(name: "Amounts"),
        .target(name: "Roaming", dependencies: ["Amounts"]),
        .target(name: "Hashing", dependencies: ["COpenSSL"]),
        .target(name: "Metering", dependencies: ["Roaming", "Amounts", "COpenSSL"]),
        .target(
            name: "Intake",
            dependencies: ["Roaming", "Amounts", "Hashing", "Metering", "CSimdJSON", "CZlib"]),
        .target(
            name: "Rating",
            dependencies: ["Roaming", "Amounts", .product(name: "BigInt", package: "BigInt")]),
        .target(name: "Reconciliation", dependencies: ["Roaming", "Amounts"]),
        .target(name: "Settlement", dependencies: ["Roaming", "Amounts"]),
        .target(
            name: "Evidence", dependencies: ["Roaming", "Amounts", "Hashing", "COpenSSL"],
            resources: [.embedInCode("Pack/check.py"), .embedInCode("Annex/check_annex.py")]),
        .target(name: "Sandbox", dependencies: ["Roaming", "Amounts"]),
        .target(name: "Reporting", dependencies: ["Amounts", "CXLSXWriter"]),
        .target(
            name: "Store", dependencies: ["Roaming", "Amounts", "CLibPQ", "CZstd"],
            resources: [.embedInCode("Migrations"), .embedInCode("Queries")]),
        .target(
            name: "Hubs",
            dependencies: [
                "Intake", "Roaming", "Amounts", "Hashing",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
            ]),
        .target(
            name: "API",
            dependencies: [
                "Store", "Roaming", "Amounts", "Hashing", "COpenSSL", "CZlib",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            resources: [.embedInCode("Page")]),
        .executableTarget(
            name: "clearing",
            dependencies: [
                "Amounts", "Roaming", "Hashing", "Metering", "Intake", "Rating", "Reconciliation",
                "Settlement", "Evidence", "Sandbox", "Reporting", "Store", "Hubs", "API",
                "COpenSSL",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Yams", package: "Yams"),
            ]),

        .testTarget(name: "AmountsTests", dependencies: ["Amounts"]),
        .testTarget(name: "RoamingTests", dependencies: ["Roaming", "Amounts"]),
        .testTarget(name: "HashingTests", dependencies: ["Hashing"]),
        .testTarget(name: "MeteringTests", dependencies: ["Metering", "Roaming", "Amounts"]),
        .testTarget(
            name: "IntakeTests", dependencies: ["Intake", "Roaming", "Amounts", "Hashing"]),
        .testTarget(
            name: "RatingTests",
            dependencies: [
                "Rating", "Intake", "Roaming", "Amounts",
                .product(name: "BigInt", package: "BigInt"),
            ]),
        .testTarget(
            name: "ReconciliationTests", dependencies: ["Reconciliation", "Roaming", "Amounts"]),
        .testTarget(
            name: "SettlementTests", dependencies: ["Settlement", "Roaming", "Amounts"]),
        .testTarget(
            name: "EvidenceTests", dependencies: ["Evidence", "Roaming", "Amounts", "Hashing"]),
        .testTarget(name: "ReportingTests", dependencies: ["Reporting", "Amounts", "CZlib"]),
        .testTarget(name: "SandboxTests", dependencies: ["Sandbox", "Roaming", "Amounts"]),
        .target(
            name: "TestSupport", dependencies: ["Store", "Roaming"], path: "Tests/TestSupport"),
        .testTarget(
            name: "StoreTests", dependencies: ["TestSupport", "Store", "Roaming", "Amounts"]),
        .testTarget(
            name: "RulesTests",
            dependencies: [
                "TestSupport", "clearing", "Hubs", "Intake", "Reconciliation", "Roaming", "Amounts",
            ]),
        .testTarget(
            name: "ReportsTests",
            dependencies: ["TestSupport", "clearing", "Reporting", "Store"]),
        .testTarget(
            name: "HubsTests",
            dependencies: [
                "TestSupport", "Hubs", "Intake", "Roaming", "Hashing",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        .testTarget(
            name: "APITests",
            dependencies: [
                "TestSupport", "API", "Store", "Roaming", "CZlib",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "JWTKit", package: "jwt-kit"),
            ]),
        .testTarget(name: "CronTests"),
        .testTarget(name: "TidyTests"),
        .testTarget(
            name: "clearingTests",
            dependencies: [
                "TestSupport", "clearing", "Hubs", "Reconciliation", "Store", "Roaming", "CZlib",
                "Intake", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

for target in package.targets where target.type != .system && target.type != .plugin {
    guard target.name != "CSimdJSON" else { continue }
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .treatAllWarnings(as: .error),
        ]
}
