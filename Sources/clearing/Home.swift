import Foundation

/// The checkout (or installation) that holds `Rules/`, `Reports/` and `cron/`.
enum Home {
    /// `$CLEARING_HOME`, else the nearest folder at or above the working directory, then at or
    /// above the executable, that holds `Rules` and `Reports`.
    static func directory() throws -> URL {
        if let named = environment("CLEARING_HOME") {
            return URL(fileURLWithPath: named, isDirectory: true)
        }
        let working = URL(
            fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
        let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        for start in [working, executable.deletingLastPathComponent()] {
            if let found = ancestors(of: start).first(where: isHome) { return found }
        }
        throw Failure.unavailable(
            "cannot find the folder with Rules and Reports; set CLEARING_HOME to the checkout")
    }

    /// `--rules`, `$CLEARING_RULES`, or `Rules` at home.
    static func rules(_ option: String?) throws -> URL {
        try place(option, variable: "CLEARING_RULES", name: "Rules")
    }

    /// `--reports`, `$CLEARING_REPORTS`, or `Reports` at home.
    static func reports(_ option: String?) throws -> URL {
        try place(option, variable: "CLEARING_REPORTS", name: "Reports")
    }

    static func environment(_ name: String) -> String? {
        guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
            return nil
        }
        return value
    }

    private static func place(_ option: String?, variable: String, name: String) throws -> URL {
        if let path = option ?? environment(variable) {
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
                isDirectory.boolValue
            else { throw Failure.unavailable("\(path) is not a directory (\(name))") }
            return URL(fileURLWithPath: path, isDirectory: true)
        }
        return try directory().appendingPathComponent(name, isDirectory: true)
    }

    private static func ancestors(of url: URL) -> [URL] {
        var chain = [url.standardizedFileURL]
        while let last = chain.last, last.path != "/" {
            chain.append(last.deletingLastPathComponent())
        }
        return chain
    }

    private static func isHome(_ url: URL) -> Bool {
        ["Rules", "Reports", "cron"].allSatisfy {
            FileManager.default.fileExists(atPath: url.appendingPathComponent($0).path)
        }
    }
}
