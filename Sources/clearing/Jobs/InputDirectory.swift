import Foundation
import Intake
import Roaming
import Store

/// Where the objects of a page came from.
struct PageOrigin: Sendable, Hashable {
    /// A file's path in its input directory, or which pushes.
    let source: String
    /// `own` or the hub's name.
    let hub: String
    let module: Module
}

/// The files of an input directory, in the one order in which they are taken in.
///
/// `own/<module>/…` is what our platform knows, `hubs/<hub>/<module>/…` what each hub holds or gave
/// us. Any of them may be missing; hidden files are left alone; what stands elsewhere is no input.
struct InputDirectory: Sendable {
    struct File: Sendable {
        /// Relative to the directory, with `/`: `hubs/gireve/cdrs/page-0001.json`.
        let path: String
        let url: URL
        /// `own` or the hub's name.
        let hub: String
        let module: Module

        var origin: PageOrigin { PageOrigin(source: path, hub: hub, module: module) }
    }

    /// A file that stands in a folder nobody knows.
    struct Stray: Sendable {
        let path: String
        let hub: String
        let module: ObjectKind
        let code: String
        let text: String
    }

    let files: [File]
    let strays: [Stray]

    /// - Throws: `Failure.unavailable` when there is no such directory.
    init(_ directory: URL, hubs: Set<String>) throws {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: directory.path, isDirectory: &isDirectory),
            isDirectory.boolValue
        else {
            throw Failure.unavailable("\(directory.path) is not a directory; give one with --from")
        }
        var files: [File] = []
        var strays: [Stray] = []
        for (path, isRegular) in try Self.paths(below: directory) {
            let parts = path.split(separator: "/").map(String.init)
            switch Self.place(parts, hubs: hubs) {
            case .known(let hub, let module) where !isRegular:
                strays.append(
                    Stray(
                        path: path, hub: hub, module: ObjectKind(module), code: "NOT_A_FILE",
                        text: "This is a pipe, a device or a link to nothing; give a regular file.")
                )
            case .known(let hub, let module):
                files.append(
                    File(
                        path: path, url: directory.appendingPathComponent(path), hub: hub,
                        module: module))
            case .stray(let hub, let code, let text):
                strays.append(
                    Stray(
                        path: path, hub: hub, module: Self.module(parts) ?? .cdrs, code: code,
                        text: text))
            case .elsewhere: break
            }
        }
        self.files = files
        self.strays = strays
    }

    private enum Place {
        case known(hub: String, Module)
        case stray(hub: String, code: String, String)
        case elsewhere
    }

    private static func place(_ parts: [String], hubs: Set<String>) -> Place {
        let (hub, rest): (String, ArraySlice<String>)
        switch parts.first {
        case "own": (hub, rest) = ("own", parts.dropFirst())
        case "hubs" where parts.count > 1: (hub, rest) = (parts[1], parts.dropFirst(2))
        default: return .elsewhere
        }
        if hub != "own", !hubs.contains(hub) {
            return .stray(
                hub: hub, code: "UNKNOWN_HUB",
                "no rule file hubs/\(hub).yaml names this hub; add one")
        }
        guard rest.count > 1, let folder = rest.first, let module = Module(rawValue: folder) else {
            let known = Module.allCases.map(\.rawValue).joined(separator: ", ")
            return .stray(
                hub: hub, code: "UNKNOWN_FOLDER", "expected a file in one of the folders \(known)")
        }
        return .known(hub: hub, module)
    }

    private static func module(_ parts: [String]) -> ObjectKind? {
        parts.dropFirst(2).first.flatMap { ObjectKind(rawValue: $0) }
    }

    /// A pipe or device would never end, or never answer.
    private static func isRegular(_ path: String) -> Bool {
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let facts = try? FileManager.default.attributesOfItem(atPath: target)
        return facts?[.type] as? FileAttributeType == .typeRegular
    }

    /// Paths of all files and whether each is a regular one, sorted by their UTF-8 bytes, so that no file system's order or
    /// locale decides what came first.
    private static func paths(
        below directory: URL
    ) throws -> [(path: String, isRegular: Bool)] {
        let manager = FileManager.default
        var found: [(path: String, isRegular: Bool)] = []
        var pending = [""]
        // A link may lead back to a folder above it: each real folder is read once.
        var visited: Set<String> = []
        while let folder = pending.popLast() {
            let url = directory.appendingPathComponent(folder)
            guard visited.insert(url.resolvingSymlinksInPath().path).inserted else { continue }
            for name in try FileManager.default.contentsOfDirectory(atPath: url.path)
            where !name.hasPrefix(".") {
                let path = folder.isEmpty ? name : folder + "/" + name
                var isDirectory: ObjCBool = false
                let full = directory.appendingPathComponent(path).path
                let exists = manager.fileExists(atPath: full, isDirectory: &isDirectory)
                if exists, isDirectory.boolValue {
                    pending.append(path)
                } else {
                    found.append((path, exists && Self.isRegular(full)))
                }
            }
        }
        return found.sorted { Array($0.path.utf8).lexicographicallyPrecedes(Array($1.path.utf8)) }
    }
}
