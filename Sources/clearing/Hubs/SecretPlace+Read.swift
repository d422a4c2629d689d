import Foundation
import Hubs

extension SecretPlace {
    /// - Throws: when it is not there, or others could read it.
    func read() throws -> String {
        switch self {
        case .environment(let name):
            guard let text = Home.environment(name) else {
                throw Failure.unavailable("the environment has no \(name)")
            }
            return text
        case .file(let path):
            guard let facts = try? FileManager.default.attributesOfItem(atPath: path) else {
                throw Failure.unavailable("there is no file \(path)")
            }
            guard facts[.type] as? FileAttributeType == .typeRegular,
                let mode = facts[.posixPermissions] as? Int, mode & 0o077 == 0
            else { throw Failure.unavailable("\(path) holds a secret: give it mode 600") }
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}
