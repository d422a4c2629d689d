import Foundation
import Intake
import Testing

@Suite struct GunzipTests {
    /// "hello\n", as `gzip -n` packs it.
    private static let hello: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9,
        0xE7, 0x02, 0x00, 0x20, 0x30, 0x3A, 0x36, 0x06, 0x00, 0x00, 0x00,
    ]

    @Test func `what was packed comes out`() throws {
        #expect(try gunzip(Self.hello, most: 6) == Array("hello\n".utf8))
        #expect(throws: GunzipFault.tooLong) { try gunzip(Self.hello, most: 5) }
    }

    @Test func `what is cut off, damaged or no gzip is corrupt`() {
        for end in 0..<Self.hello.count {
            #expect(throws: GunzipFault.corrupt) {
                try gunzip(Array(Self.hello[..<end]), most: 100)
            }
        }
        var damaged = Self.hello
        damaged[20] ^= 1
        #expect(throws: GunzipFault.corrupt) { try gunzip(damaged, most: 100) }
        #expect(throws: GunzipFault.corrupt) { try gunzip(Self.hello + [1], most: 100) }
        #expect(throws: GunzipFault.corrupt) { try gunzip(Array("{}".utf8), most: 100) }
    }
}
