import Foundation
import Intake
import Roaming

/// A file taken in as the job does it: pages, then every object decoded.
struct Intaken {
    var rejects: [Reject] = []
    /// Objects that decoded.
    var count = 0
    var pages: [Page] = []

    init(path: String, as module: Module, limits: Limits = Limits()) throws {
        let file = try PageReader(path: path, limits: limits)
        var reader = JSONReader(limits: limits)
        while let page = try file.nextPage() {
            pages.append(page)
            rejects += page.rejects.map(\.reject)
            for object in page.objects {
                let raw = Array(page.bytes[object.range])
                do throws(Reject) {
                    try Self.decode(raw, as: module, &reader)
                    count += 1
                } catch {
                    rejects.append(error)
                }
            }
        }
    }

    static func decode(
        _ raw: [UInt8], as module: Module, _ reader: inout JSONReader
    ) throws(Reject) {
        var refused: Reject?
        raw.withUnsafeBytes { bytes in
            do throws(Reject) {
                switch module {
                case .cdrs: _ = try decodeCDR(bytes, as: nil, using: &reader)
                case .tariffs: _ = try decodeTariff(bytes, as: nil, using: &reader)
                case .sessions: _ = try decodeSession(bytes, as: nil, using: &reader)
                case .locations: _ = try decodeLocation(bytes, as: nil, using: &reader)
                case .tokens: _ = try decodeToken(bytes, as: nil, using: &reader)
                }
            } catch {
                refused = error
            }
        }
        if let refused { throw refused }
    }
}

/// A file for the time of `body`.
func withFile<Result>(
    _ bytes: [UInt8], _ body: (_ path: String) throws -> Result
) throws -> Result {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("intake-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("in.json")
    try Data(bytes).write(to: file)
    return try body(file.path)
}

/// All pages of a file with this text.
func pages(_ text: String) throws -> [Page] {
    try withFile(Array(text.utf8)) { path in
        let reader = try PageReader(path: path)
        var pages: [Page] = []
        while let page = try reader.nextPage() { pages.append(page) }
        return pages
    }
}
