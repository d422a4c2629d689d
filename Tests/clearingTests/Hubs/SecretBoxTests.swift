import Foundation
import Hubs
import TestSupport
import Testing

@testable import clearing

@Suite struct SecretBoxTests {
    @Test func `what is sealed opens under its key, for its purpose, unchanged`() throws {
        let box = try #require(SecretBox(key: Array(0..<32)))
        let sealed = try box.seal("token", for: "token of a")
        #expect(try box.open(sealed, for: "token of a") == "token")
        #expect(try box.seal("token", for: "token of a") != sealed)
        #expect(throws: (any Error).self) { try box.open(sealed, for: "token of b") }
        let other = try #require(SecretBox(key: Array(1..<33)))
        #expect(throws: (any Error).self) { try other.open(sealed, for: "token of a") }
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: (any Error).self) { try box.open(changed, for: "token of a") }
        }
        #expect(throws: (any Error).self) { try box.open([], for: "token of a") }
        #expect(SecretBox(key: Array(0..<31)) == nil)
    }

    @Test func `a file with a secret is read by its owner alone`() throws {
        let folder = try TemporaryFolder()
        try folder.write("abc\n", to: "token")
        let place = SecretPlace.file(folder.path("token"))
        func mode(_ mode: Int) throws {
            try FileManager.default.setAttributes(
                [.posixPermissions: mode], ofItemAtPath: folder.path("token"))
        }
        try mode(0o600)
        #expect(try place.read() == "abc")
        for open in [0o640, 0o604, 0o644] {
            try mode(open)
            #expect(throws: (any Error).self) { try place.read() }
        }
        #expect(throws: (any Error).self) { try SecretPlace.file("/nowhere/token").read() }
        #expect(throws: (any Error).self) { try SecretPlace.environment("NO_SUCH_NAME").read() }
    }
}
