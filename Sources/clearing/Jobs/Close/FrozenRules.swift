import Foundation
import Store

/// The rules of a close as they were, in a folder that goes with its last user. A class for that.
final class FrozenRules {
    let rules: Rules
    private let folder: URL

    /// - Throws: 65 when they were not kept, or are not what they were.
    init(_ hash: String, from connection: Connection) throws {
        let files = try connection.ruleFiles(of: hash)
        guard !files.isEmpty else {
            throw Failure.refused("the rules \(hash.prefix(12))… were not kept by any close")
        }
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("clearing-rules-\(UUID().uuidString)", isDirectory: true)
        do {
            for file in files {
                let place = folder.appendingPathComponent(file.path)
                try FileManager.default.createDirectory(
                    at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.body).write(to: place)
            }
            let reading = try Rules.read(folder)
            if let problem = reading.problems.first { throw problem }
            guard let rules = reading.rules, rules.hash == hash else {
                throw Failure.refused("the rules \(hash.prefix(12))… are not what they were")
            }
            self.rules = rules
        } catch {
            try? FileManager.default.removeItem(at: folder)
            throw error
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}
