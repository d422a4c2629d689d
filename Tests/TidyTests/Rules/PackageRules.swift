/// House rules about the package as a whole. Each takes what it judges as values, so that a test can show it
/// a package that breaks the rule.
enum PackageRules {
    static func manifestKeepsArrows(_ manifest: Manifest) -> [Breach] {
        manifest.targets.filter { $0.kind != .testTarget && $0.kind != .systemLibrary }.flatMap {
            target -> [Breach] in
            if target.name.hasPrefix("C"), target.dependencies.isEmpty { return [] }
            guard let allowed = House.arrows[target.name] else {
                let advice = "\(target.name) has no place in House.arrows: say what it may import"
                return [Breach(path: "Package.swift", line: target.line, advice: advice)]
            }
            return target.dependencies.filter { !allowed.contains($0) }.map { dependency in
                let advice = "\(target.name) may not depend on \(dependency): see House.arrows"
                return Breach(path: "Package.swift", line: target.line, advice: advice)
            }
        }
    }

    /// Every folder in Sources is a target and every target has its folder; the same for Tests.
    static func foldersAreTargets(
        _ manifest: Manifest, sources: Set<String>, tests: Set<String>
    ) -> [Breach] {
        let testTargets = Set(manifest.targets.filter { $0.kind == .testTarget }.map(\.name))
        let targets = Set(manifest.targets.map(\.name)).subtracting(testTargets)
        return differences("Sources", targets, sources) + differences("Tests", testTargets, tests)
    }

    private static func differences(
        _ folder: String, _ targets: Set<String>, _ folders: Set<String>
    ) -> [Breach] {
        targets.subtracting(folders).sorted().map {
            Breach(path: "Package.swift", line: 1, advice: "\($0) has no folder in \(folder)")
        }
            + folders.subtracting(targets).sorted().map {
                let advice = "no target in Package.swift: declare it or remove the folder"
                return Breach(path: "\(folder)/\($0)", line: 1, advice: advice)
            }
    }

    /// Every Swift module has a test target named after it.
    static func modulesHaveTests(_ manifest: Manifest) -> [Breach] {
        let names = Set(manifest.targets.map(\.name))
        return manifest.targets.filter {
            House.arrows[$0.name] != nil && !names.contains($0.name + "Tests")
        }
        .map {
            let advice = "\($0.name) has no test target \($0.name)Tests: add it and its folder"
            return Breach(path: "Package.swift", line: $0.line, advice: advice)
        }
    }

    /// The file to open first: Sources/Rating/Rating.swift.
    static func modulesHaveFrontDoors(_ manifest: Manifest, files: Set<String>) -> [Breach] {
        manifest.targets.map(\.name).filter { House.arrows[$0] != nil && $0 != "clearing" }
            .map { "Sources/\($0)/\($0).swift" }.filter { !files.contains($0) }
            .map {
                let advice = "missing: it holds the module's doc comment and entry point"
                return Breach(path: $0, line: 1, advice: advice)
            }
    }

    static func readmeListsModules(_ readme: String, _ manifest: Manifest) -> [Breach] {
        guard let listed = moduleTable(in: readme) else {
            let advice =
                "no module table: a table whose first column is headed Module, names in `…`"
            return [Breach(path: "README.md", line: 1, advice: advice)]
        }
        let wanted = manifest.targets.filter { $0.kind != .testTarget }.map(\.name)
        let missing = wanted.filter { !listed.contains($0) }
        let stale = listed.filter { !wanted.contains($0) }
        let doubled = Set(listed.filter { name in listed.count { $0 == name } > 1 }).sorted()
        return missing.map {
            readmeBreach("\($0) is in Package.swift but not in the module table: add it")
        }
            + stale.map {
                readmeBreach("\($0) is in the module table but not in Package.swift: remove it")
            }
            + doubled.map { readmeBreach("\($0) stands twice in the module table") }
    }

    private static func readmeBreach(_ advice: String) -> Breach {
        Breach(path: "README.md", line: 1, advice: advice)
    }

    static func topLevelIsTidy(_ names: Set<String>) -> [Breach] {
        let stray = names.filter {
            !$0.hasPrefix(".") && !House.topLevel.contains($0) && !House.ignored.contains($0)
        }
        return stray.sorted().map {
            Breach(path: $0, line: 1, advice: "does not belong at the top: move it into its folder")
        }
            + House.topLevel.subtracting(names).sorted().map {
                Breach(path: $0, line: 1, advice: "missing at the top level")
            }
    }

    struct Script {
        var path: String
        var startsWithHashBang: Bool
        var isExecutable: Bool
    }

    static let neededScripts = [
        ".ci/run", "Tests/check", "cron/database", "cron/month", "cron/needs", "cron/run",
    ]

    static func scriptsAreExecutable(_ scripts: [Script]) -> [Breach] {
        let wrong = scripts.filter { $0.startsWithHashBang != $0.isExecutable }
        let paths = Set(scripts.map(\.path))
        return wrong.map { script in
            let advice =
                script.isExecutable
                ? "executable but no script: chmod -x" : "a script that cannot be run: chmod +x"
            return Breach(path: script.path, line: 1, advice: advice)
        }
            + neededScripts.filter { !paths.contains($0) }.map {
                Breach(path: $0, line: 1, advice: "missing: README, cron or the CI call it")
            }
    }

    /// A list of exceptions may not outlive its reason.
    static func exceptionsAreUsed(_ files: [SourceFile]) -> [Breach] {
        FileRule.floatingPointFiles.keys.sorted().filter { path in
            let file = files.first { $0.path == path }
            return file?.breaches(ofWords: FileRule.floatingPointTypes, \.text).isEmpty != false
        }
        .map {
            Breach(path: $0, line: 1, advice: "needs no exception: drop it from floatingPointFiles")
        }
    }

    /// `.embedInCode` makes one constant of each base name, and of a leading digit an underscore.
    static func embeddedNamesAreSafe(_ paths: [String]) -> [Breach] {
        var seen: [Substring: String] = [:]
        return paths.compactMap { path in
            let base = path.split(separator: "/").last ?? ""
            let first = seen[base]
            seen[base] = path
            if let first {
                return Breach(path: path, line: 1, advice: "same base name as \(first): rename one")
            }
            let startsWell = base.first?.isNumber == false
            return startsWell
                ? nil : Breach(path: path, line: 1, advice: "starts with a digit: m0001_… does not")
        }
    }

    /// Every migration says how to see that it worked: `m0001_a.sql` has `m0001_a.verify.sql`, and the numbers
    /// have no gap.
    static func migrationsAreVerified(_ names: [String]) -> [Breach] {
        let path = "Sources/Store/Migrations/"
        let migrations = names.filter { !$0.hasSuffix(".verify.sql") }.sorted()
        let unverified = migrations.filter { name in
            !names.contains(String(name.dropLast(4)) + ".verify.sql")
        }
        let misnumbered = migrations.enumerated().filter { place in
            let number = String(place.offset + 1)
            let padded = String(repeating: "0", count: max(0, 4 - number.count)) + number
            return !place.element.hasPrefix("m\(padded)_")
        }
        return unverified.map {
            Breach(path: path + $0, line: 1, advice: "has no .verify.sql beside it: add one")
        }
            + misnumbered.map {
                Breach(path: path + $0.element, line: 1, advice: "breaks the row m0001, m0002, …")
            }
    }

    /// SQL names its columns, so that a new column never changes a result by itself.
    static func queriesNameColumns(path: String, _ sql: String) -> [Breach] {
        sql.split(separator: "\n", omittingEmptySubsequences: false).enumerated().filter { line in
            let code = line.element.prefix { $0 != "-" }.lowercased()
            return code.split { $0 == " " || $0 == "(" }.adjacentPairs.contains {
                $0 == ("select", "*")
            }
        }
        .map { Breach(path: path, line: $0.offset + 1, advice: "SELECT *: name the columns") }
    }
}

extension Array {
    fileprivate var adjacentPairs: Zip2Sequence<Self, ArraySlice<Element>> {
        zip(self, dropFirst())
    }
}
