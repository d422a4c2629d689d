import Hashing

/// The documents behind a CDR or a dispute in one zip that a partner can check without our program:
/// a manifest names the SHA-256 of every file, and a short script in the pack checks them and the
/// sums (settlement practice §2.6). The same files give the same bytes.
package struct EvidencePack: Sendable {
    package struct File: Sendable, Hashable {
        /// Inside the pack, with `/`.
        package var path: String
        package var bytes: [UInt8]
        /// What it is, in words.
        package var what: String

        package init(_ path: String, _ bytes: [UInt8], _ what: String) {
            self.path = path
            self.bytes = bytes
            self.what = what
        }
    }

    /// Sorted by path.
    private let files: [File]

    /// - Parameters:
    ///   - title: what the pack is about; stands in its README.
    ///   - files: none of the pack's own names; no two of one path.
    package init(title: String, _ files: [File]) {
        var all = files
        all.append(
            File("check.py", PackageResources.check_py, "Checks this pack: python3 check.py"))
        let list = all.map { "  \($0.path)\n      \($0.what)\n" }.sorted().joined()
        let readme = """
            \(title)

            python3 check.py     checks every file and every sum here; needs Python 3 and nothing else

            The SHA-256 of MANIFEST.json stands in MANIFEST.sha256. Whoever was told that one number can
            check all the rest.

            \(list)
            """
        all.append(File("README.txt", Array(readme.utf8), "This list"))
        self.files = all.sorted { Array($0.path.utf8).lexicographicallyPrecedes($1.path.utf8) }
        precondition(
            Set(all.map(\.path)).count == all.count, "two files of one path in a pack")
    }

    /// Path, length and SHA-256 of every file but itself, in JSON.
    package var manifest: [UInt8] {
        let entries = files.map { file in
            "    {\"path\": \(Self.quoted(file.path)), \"bytes\": \(file.bytes.count), \"sha256\":"
                + " \"\(digest(of: file.bytes))\"}"
        }
        let text = "{\n  \"files\": [\n\(entries.joined(separator: ",\n"))\n  ]\n}\n"
        return Array(text.utf8)
    }

    /// SHA-256 of the manifest: the one number that stands for the whole pack.
    package var digestOfManifest: String { digest(of: manifest).description }

    /// The zip.
    package var zip: [UInt8] {
        var archive = StoredZip()
        let manifest = manifest
        archive.add("MANIFEST.json", manifest, isExecutable: false)
        let line = "\(digest(of: manifest))  MANIFEST.json\n"
        archive.add("MANIFEST.sha256", Array(line.utf8), isExecutable: false)
        for file in files {
            archive.add(file.path, file.bytes, isExecutable: file.path == "check.py")
        }
        return archive.finish()
    }

    /// A file name made of a partner's text: what could leave the folder or the name is replaced.
    package static func fileName(_ text: String) -> String {
        let safe = text.utf8.map { byte -> UInt8 in
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95: byte
            default: 95
            }
        }
        let name = String(decoding: safe.prefix(80), as: UTF8.self)
        return name.isEmpty || name.hasPrefix(".") ? "_\(name)" : name
    }

    private static func quoted(_ path: String) -> String {
        precondition(
            path.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != 34 && $0 != 92 },
            "paths in a pack are plain")
        return "\"\(path)\""
    }
}
