import Hashing
import Testing

@testable import Evidence

@Suite struct PackTests {
    @Test func `the checksum of zip is the one of the standard`() {
        // The check value of CRC-32/ISO-HDLC.
        #expect(CRC32.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(CRC32.checksum([]) == 0)
    }

    @Test func `a zip of one empty file is what the format says, byte for byte`() {
        var archive = StoredZip()
        archive.add("a", [], isExecutable: false)
        let shared: [UInt8] = [20, 0, 0, 8, 0, 0, 0, 0, 33, 0] + Array(repeating: 0, count: 12)
        let local: [UInt8] = [0x50, 0x4B, 3, 4] + shared + [1, 0, 0, 0, 97]
        let central: [UInt8] =
            [0x50, 0x4B, 1, 2, 20, 3] + shared + [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xA4, 0x81]
            + [0, 0, 0, 0, 97]
        let end: [UInt8] =
            [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, UInt8(central.count), 0, 0, 0]
            + [UInt8(local.count), 0, 0, 0, 0, 0]
        #expect(archive.finish() == local + central + end)
    }

    @Test func `the order in which files are given does not matter`() {
        let files = ["b.json", "a.json", "tariffs/1-T.json"].map {
            EvidencePack.File($0, Array("content of \($0)".utf8), "what it is")
        }
        let pack = EvidencePack(title: "CDR 1", files)
        let turned = EvidencePack(title: "CDR 1", files.reversed())
        #expect(pack.zip == turned.zip)
        #expect(pack.digestOfManifest == turned.digestOfManifest)
        #expect(pack.digestOfManifest == digest(of: pack.manifest).description)
        let other = EvidencePack(title: "CDR 2", files)
        #expect(other.digestOfManifest != pack.digestOfManifest)
    }

    @Test func `a partner's text cannot leave the pack's folder`() {
        #expect(EvidencePack.fileName("../../etc/passwd") == "_.._.._etc_passwd")
        #expect(EvidencePack.fileName("T 1/ü\"\\") == "T_1_____")
        #expect(EvidencePack.fileName("") == "_")
        #expect(EvidencePack.fileName(String(repeating: "a", count: 200)).count == 80)
    }
}
