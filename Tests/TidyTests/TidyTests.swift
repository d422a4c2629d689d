import Testing

/// The house rules, kept by the tree this test stands in. Each failure names the place and what to do.
@Suite struct TidyTests {
    private let manifest = Manifest(SourceTree.text(of: "Package.swift"))

    @Test(arguments: FileRule.all)
    func `every Swift file keeps the rule`(_ rule: FileRule) {
        #expect(
            SourceTree.swiftFiles.count > 10, "the tree was not found")
        report(SourceTree.swiftFiles.flatMap(rule.check))
    }

    @Test func `Package.swift keeps the arrows`() {
        #expect(!manifest.targets.isEmpty)
        report(PackageRules.manifestKeepsArrows(manifest))
    }

    @Test func `folders and targets are the same`() {
        let tests = Set(SourceTree.folders(in: "Tests")).subtracting(["Cases", "TestSupport"])
        let sources = Set(SourceTree.folders(in: "Sources"))
        report(PackageRules.foldersAreTargets(manifest, sources: sources, tests: tests))
    }

    @Test func `every module has tests and a file of its own name`() {
        let files = Set(SourceTree.swiftFiles.map(\.path))
        report(
            PackageRules.modulesHaveTests(manifest)
                + PackageRules.modulesHaveFrontDoors(manifest, files: files))
    }

    @Test func `the module table of README lists the targets of Package.swift`() {
        report(PackageRules.readmeListsModules(SourceTree.text(of: "README.md"), manifest))
    }

    @Test func `the top level holds only what the house says`() {
        report(PackageRules.topLevelIsTidy(Set(SourceTree.contents(of: "."))))
    }

    @Test func `scripts are executable and nothing else is`() {
        let scripts = ["cron", "Tests", ".ci"].flatMap(SourceTree.contents(inScripts:))
        report(PackageRules.scriptsAreExecutable(scripts))
    }

    @Test func `exceptions are still needed`() {
        report(PackageRules.exceptionsAreUsed(SourceTree.swiftFiles))
    }

    @Test func `queries name their columns`() {
        let queries = (SourceTree.paths(under: "Sources") + SourceTree.paths(under: "Reports"))
            .filter { $0.hasSuffix(".sql") }
        report(
            queries.flatMap { PackageRules.queriesNameColumns(path: $0, SourceTree.text(of: $0)) })
    }

    @Test func `embedded SQL files keep apart and migrations are verified`() {
        let embedded = SourceTree.paths(under: "Sources/Store").filter { $0.hasSuffix(".sql") }
        let migrations = SourceTree.contents(of: "Sources/Store/Migrations")
        report(PackageRules.embeddedNamesAreSafe(embedded))
        report(PackageRules.migrationsAreVerified(migrations.filter { $0.hasSuffix(".sql") }))
    }

    @Test func `every case folder is used by a test`() {
        let cases = CaseFolders(SourceTree.swiftFiles)
        report(cases.unused(among: SourceTree.folders(under: "Tests/Cases")))
    }

    private func report(_ breaches: [Breach]) {
        for breach in breaches { Issue.record("\(breach.description)") }
    }
}

extension SourceTree {
    fileprivate static func contents(inScripts folder: String) -> [PackageRules.Script] {
        contents(of: folder).map { "\(folder)/\($0)" }.filter { !isFolder($0) }.map { path in
            PackageRules.Script(
                path: path, startsWithHashBang: text(of: path).hasPrefix("#!"),
                isExecutable: isExecutable(path))
        }
    }
}
