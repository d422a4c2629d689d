import Intake
import Roaming
import Testing

@testable import Hubs

@Suite struct TokenVerdictTests {
    @Test(arguments: [
        (#"{"valid":true}"#, true, "ALLOWED"), (#"{"valid":true}"#, false, "NOT_ALLOWED"),
        (#"{"valid":false}"#, true, "BLOCKED"), (#"{"valid":false}"#, false, "BLOCKED"),
        (#"{"valid":false,"allowed":"EXPIRED"}"#, true, "EXPIRED"),
        (#"{"valid":true,"allowed":"no_credit"}"#, true, "NO_CREDIT"),
        // One that contradicts itself is not let in; one that says nothing known has no say.
        (#"{"valid":false,"allowed":"ALLOWED"}"#, true, "BLOCKED"),
        (#"{"valid":true,"allowed":"PERHAPS"}"#, true, "ALLOWED"),
        (#"{"allowed":7}"#, true, "BLOCKED"),
        // Whitelisting says when a CPO asks, not what we answer.
        (#"{"valid":false,"whitelist":"ALWAYS"}"#, true, "BLOCKED"),
        (#"{"valid":true,"whitelist":"ALWAYS"}"#, true, "ALLOWED"),
    ])
    func `a token's state decides`(_ token: String, _ isPartner: Bool, _ wanted: String) throws {
        var reader = JSONReader()
        let text = try ObjectText(Array(token.utf8), using: &reader)
        let verdict = TokenVerdict(on: text, isPartner: isPartner, using: &reader)
        #expect(verdict.allowed.rawValue == wanted)
        #expect((verdict.info == nil) == (wanted == "ALLOWED"))
    }
}
