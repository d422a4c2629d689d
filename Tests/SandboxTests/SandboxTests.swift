import Foundation
import Roaming
import Sandbox
import Testing

@Test func `the same seed gives the same bytes, another seed others`() throws {
    let month = try GeneratedMonth(sessions: 600)
    let again = try GeneratedMonth(sessions: 600)
    let other = try GeneratedMonth(seed: 8, sessions: 600)
    #expect(month.files == again.files)
    #expect(month.truth == again.truth)
    #expect(
        month.files["own/sessions/sessions-0001.ndjson"]
            != other.files["own/sessions/sessions-0001.ndjson"])
}

@Test(arguments: [0, 1, 19, 120])
func `a small month is well-formed`(sessions: Int) throws {
    let month = try GeneratedMonth(sessions: sessions)
    for folder in ["own", "hubs"] {
        _ = try month.objects(in: folder)
    }
    #expect(month.truth.counts.values.reduce(0, +) == month.truth.lines.count)
}
