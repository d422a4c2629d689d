import Testing

/// Every rule shown a file or package that breaks it, and one that only looks as if it did.
@Suite struct RulesTests {
    @Test(arguments: FileRule.all)
    func `a rule objects to what breaks it and only that`(_ rule: FileRule) {
        #expect(!rule.breaking.isEmpty && !rule.keeping.isEmpty)
        for example in rule.breaking {
            #expect(rule.check(example.file).count == 1, "once: \(example.text)")
        }
        for example in rule.keeping {
            #expect(rule.check(example.file).isEmpty, "never: \(example.text)")
        }
    }

    @Test func `a breach names file and line`() throws {
        let file = SourceFile(path: "Sources/Rating/A.swift", text: "let a = 1\n\nlet b = c!\n")
        let breach = try #require(FileRule.force.check(file).first)
        #expect(breach.description.hasPrefix("Sources/Rating/A.swift:3: "))
    }

    private let manifest = Manifest(
        """
        let package = Package(
            name: "clearing",
            products: [.executable(name: "clearing", targets: ["clearing"])],
            targets: [
                .systemLibrary(name: "CLibPQ", path: "Sources/CLibPQ", providers: [.apt(["libpq-dev"])]),
                .target(name: "Amounts"),
                .target(name: "Roaming", dependencies: ["Amounts", "Store"], exclude: ["Notes"]),
                .executableTarget(
                    name: "clearing",
                    dependencies: [
                        "Amounts", .product(name: "Yams", package: "Yams"), .target(name: "Roaming"),
                    ]),
                .testTarget(name: "AmountsTests", dependencies: ["Amounts"]),
                .target(name: "TestSupport", dependencies: ["Store"], path: "Tests/TestSupport"),
            ])
        """)

    @Test func `a manifest is read with its targets and dependencies`() {
        #expect(
            manifest.targets.map(\.name) == [
                "CLibPQ", "Amounts", "Roaming", "clearing", "AmountsTests",
            ])
        #expect(manifest.targets[3].dependencies == ["Amounts", "Yams", "Roaming"])
        #expect(manifest.targets[2].dependencies == ["Amounts", "Store"])
    }

    @Test func `an arrow the house does not allow is found in the manifest`() {
        let breaches = PackageRules.manifestKeepsArrows(manifest)
        #expect(breaches.map(\.advice) == ["Roaming may not depend on Store: see House.arrows"])
        let unknown = Manifest(".target(name: \"Attic\")")
        #expect(PackageRules.manifestKeepsArrows(unknown).count == 1)
    }

    @Test func `a folder without a target and a target without a folder are found`() {
        let sources: Set = ["CLibPQ", "Amounts", "Roaming", "clearing"]
        let kept = PackageRules.foldersAreTargets(
            manifest, sources: sources, tests: ["AmountsTests"])
        #expect(kept.isEmpty)
        let broken = PackageRules.foldersAreTargets(
            manifest, sources: sources.subtracting(["Roaming"]).union(["Attic"]),
            tests: ["OldTests"])
        #expect(
            broken.map(\.path) == [
                "Package.swift", "Sources/Attic", "Package.swift", "Tests/OldTests",
            ])
    }

    @Test func `a module without tests or without its own file is found`() {
        #expect(PackageRules.modulesHaveTests(manifest).count == 2)
        let files: Set = ["Sources/Amounts/Amounts.swift"]
        let breaches = PackageRules.modulesHaveFrontDoors(manifest, files: files)
        #expect(breaches.map(\.path) == ["Sources/Roaming/Roaming.swift"])
    }

    @Test func `a README whose table differs from the targets is found`() {
        let head = "# Clearing\n\n| Module | What |\n|---|---|\n| `Amounts` `CLibPQ` | a `b` |\n"
        let kept = head + "| `Roaming` | x |\n| `clearing` | y |\n\n| `Other` | table |\n"
        #expect(PackageRules.readmeListsModules(kept, manifest).isEmpty)
        let broken = head + "| `Roaming` | x |\n| `Attic` | y |\n| `Roaming` | z |\n"
        #expect(PackageRules.readmeListsModules(broken, manifest).count == 3)
        #expect(PackageRules.readmeListsModules("# Clearing\n", manifest).count == 1)
        #expect(PackageRules.readmeListsModules("", manifest).count == 1)
    }

    @Test func `a stray name and a missing name at the top are found`() {
        let names = House.topLevel.union([".git", "var"])
        #expect(PackageRules.topLevelIsTidy(names).isEmpty)
        #expect(
            PackageRules.topLevelIsTidy(names.union(["notes.txt"])).map(\.path) == ["notes.txt"])
        #expect(PackageRules.topLevelIsTidy(names.subtracting(["Rules"])).map(\.path) == ["Rules"])
    }

    @Test func `a script that cannot run, a false script and a missing script are found`() {
        var scripts = PackageRules.neededScripts.map {
            PackageRules.Script(path: $0, startsWithHashBang: true, isExecutable: true)
        }
        #expect(PackageRules.scriptsAreExecutable(scripts).isEmpty)
        scripts[0].isExecutable = false
        scripts[1].startsWithHashBang = false
        scripts.removeLast()
        #expect(PackageRules.scriptsAreExecutable(scripts).count == 3)
    }

    @Test func `an exception nobody needs is found`() {
        let used = FileRule.floatingPointFiles.keys.sorted().map {
            SourceFile(path: $0, text: "let a: Double = 1")
        }
        #expect(PackageRules.exceptionsAreUsed(used).isEmpty)
        #expect(PackageRules.exceptionsAreUsed([]).count == used.count)
    }

    @Test func `a query that takes every column is found`() {
        let sql = "-- SELECT * is banned\nSELECT count(*)\nFROM (select  * FROM a) AS b\n"
        let breaches = PackageRules.queriesNameColumns(path: "a.sql", sql)
        #expect(breaches.map(\.line) == [3])
    }

    @Test func `two embedded files of one name and a leading digit are found`() {
        let kept = ["Store/Queries/a/load.sql", "Store/Queries/a/save.sql"]
        #expect(PackageRules.embeddedNamesAreSafe(kept).isEmpty)
        let broken = kept + ["Store/Queries/b/load.sql", "Store/Migrations/0001_a.sql"]
        #expect(PackageRules.embeddedNamesAreSafe(broken).map(\.path) == Array(broken.suffix(2)))
    }

    @Test func `a migration without verification and a gap in the numbers are found`() {
        let kept = ["m0001_a.sql", "m0001_a.verify.sql", "m0002_b.sql", "m0002_b.verify.sql"]
        #expect(PackageRules.migrationsAreVerified(kept).isEmpty)
        #expect(PackageRules.migrationsAreVerified(Array(kept.dropLast())).count == 1)
        #expect(PackageRules.migrationsAreVerified(Array(kept.dropFirst(2))).count == 1)
        #expect(PackageRules.migrationsAreVerified(["m1_a.sql", "m1_a.verify.sql"]).count == 1)
    }

    @Test func `a case folder no test names is found`() {
        let test = SourceFile(
            path: "Tests/RatingTests/CaseTests.swift",
            text: "let a = \"../Cases/rating/\\(name)\"; let b = \"Cases/intake/no-json\"")
        let folders = [
            "rating", "rating/night", "intake", "intake/no-json", "intake/old", "months",
        ]
        let unused = CaseFolders([test]).unused(among: folders)
        #expect(unused.map(\.path) == ["Tests/Cases/intake/old", "Tests/Cases/months"])
        #expect(CaseFolders([]).unused(among: folders).count == folders.count)
    }
}
