import Foundation
import Intake
import Roaming

/// The raw OCPI objects of a file that a person named on the command line.
struct ObjectFile {
    /// As the person wrote it; `-` is standard input.
    let path: String

    /// Every object in the file: a bare one, an array, a response envelope, one a line, gzip too.
    /// - Throws: `Failure` when there is no such file, `PriceRefusal` when it holds no objects.
    func objects() throws -> [[UInt8]] {
        try Self.check(path)
        let reader = try PageReader(path: Self.systemPath(path))
        var objects: [[UInt8]] = []
        while let page = try reader.nextPage() {
            for object in page.objects { objects.append(Array(page.bytes[object.range])) }
            if let placed = page.rejects.first {
                throw PriceRefusal(
                    code: placed.reject.code, pointer: placed.reject.pointer,
                    text: "\(path): \(placed.reject.text)")
            }
        }
        guard !objects.isEmpty else {
            throw PriceRefusal(
                code: RejectCode.emptyFile.rawValue, pointer: "",
                text: "\(path) holds an empty list; give a file with an OCPI object in it.")
        }
        return objects
    }

    /// The one object in the file.
    func object(_ what: String) throws -> [UInt8] {
        let objects = try objects()
        guard objects.count == 1 else {
            throw Failure.usage(
                "\(path) holds \(objects.count) objects; give a file with one \(what), or for many"
                    + " CDRs a --batch of lines {\"cdr\": {…}, \"tariff\": {…}}")
        }
        return objects[0]
    }

    /// Says what is the matter with a path before anything is read from it.
    static func check(_ path: String) throws {
        guard path != "-" else { return }
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw Failure.unavailable("there is no file \(path); check the path")
        }
        guard !isDirectory.boolValue else {
            throw Failure.unavailable("\(path) is a directory; give a file in it")
        }
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw Failure.unavailable("\(path) may not be read by this user; check its permissions")
        }
    }

    static func systemPath(_ path: String) -> String { path == "-" ? "/dev/stdin" : path }
}
