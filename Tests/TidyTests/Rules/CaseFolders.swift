/// Which case folders under Tests/Cases the tests use. A test that lists `Cases/rating` uses every folder in
/// it; one that only names `Cases/rating/night` uses that one.
struct CaseFolders {
    /// Folder paths relative to Tests/Cases that some test names.
    private(set) var named: Set<String> = []

    init(_ tests: [SourceFile]) {
        for file in tests where !file.isSource && file.target != "TidyTests" {
            let literals = file.swift.tokens.filter { $0.kind == .literal }.map(\.text)
            let speaksOfCases =
                literals.contains { $0.split(separator: "/").contains("Cases") }
                || file.swift.tokens.contains { $0.is("cases") || $0.is("Cases") }
            guard speaksOfCases else { continue }
            for literal in literals { named.insert(Self.folder(in: literal)) }
        }
        named.remove("")
    }

    /// `rating/night` for `../Cases/rating/night/\()`, and for a literal that is just such a path.
    private static func folder(in literal: String) -> String {
        var parts = literal.split(separator: "/").map(String.init)
        if let cases = parts.firstIndex(of: "Cases") { parts.removeFirst(cases + 1) }
        return parts.prefix { !$0.contains("\\") && !$0.contains(" ") }.joined(separator: "/")
    }

    /// The given folders no test uses: neither it, nor one it lies in, nor one in it is named.
    func unused(among folders: [String]) -> [Breach] {
        folders.filter { folder in
            !named.contains { name in
                name == folder || folder.hasPrefix(name + "/") || name.hasPrefix(folder + "/")
            }
        }
        .map {
            let advice = "no test uses this folder: list it with @Test(arguments:) or remove it"
            return Breach(path: "Tests/Cases/\($0)", line: 1, advice: advice)
        }
    }
}
