import Intake
import Roaming
import Testing

@testable import Hubs

@Suite struct AuthorizationTests {
    /// 2.2.1 transport_and_format, Authorization header: the token of the credentials example.
    private let token = "ebf3b399-779f-4497-9b9d-ac6ad3cc44d2"

    @Test func `since 2.2.1 the token goes in Base64, before as it is`() {
        #expect(
            Authorization.header(token, .base64)
                == "Token ZWJmM2IzOTktNzc5Zi00NDk3LTliOWQtYWM2YWQzY2M0NGQy")
        #expect(Authorization.header(token, .plain) == "Token \(token)")
        #expect(Authorization.Encoding(.v211) == .plain)
        #expect(Authorization.Encoding(.v221) == .base64)
        #expect(Authorization.Encoding(.v230) == .base64)
    }

    /// The specification's own header encodes a line feed along with the token.
    @Test func `the header of the specification's example names its token`() {
        let header = "Token ZWJmM2IzOTktNzc5Zi00NDk3LTliOWQtYWM2YWQzY2M0NGQyCg=="
        #expect(Authorization.candidates(header).contains(token))
    }

    @Test func `both habits of a peer lead to the token`() {
        #expect(Authorization.candidates(Authorization.header(token, .base64)).contains(token))
        #expect(Authorization.candidates(Authorization.header(token, .plain)).contains(token))
        #expect(Authorization.candidates("token  \(token)").contains(token))
    }

    /// 2.1.1 transport_and_format: this one happens to be Base64, and of no text.
    @Test func `a token that looks like Base64 is still found as it is`() {
        let header = "Token IpbJOXxkxOAuKR92z0nEcmVF3Qw09VG7I7d/WCg0koM="
        #expect(
            Authorization.candidates(header) == ["IpbJOXxkxOAuKR92z0nEcmVF3Qw09VG7I7d/WCg0koM="])
    }

    @Test(arguments: [
        "", "Token", "Token ", "Bearer abc", "Basic dXNlcjpwYXNz", "Token a b", "Tokenabc",
        "Token \u{7F}", "Token ä",
    ])
    func `another scheme or no token names nobody`(_ header: String) {
        #expect(Authorization.candidates(header).isEmpty)
    }

    @Test func `tokens are the same when every byte is`() {
        #expect(Authorization.isSame(token, token))
        #expect(!Authorization.isSame(token, String(token.dropLast())))
        #expect(!Authorization.isSame(token, String(token.dropLast()) + "3"))
        #expect(!Authorization.isSame("", token))
    }

    /// RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func `Base64 follows the test vectors of its standard`(_ plain: String, _ encoded: String) {
        #expect(Base64.encoded(Array(plain.utf8)) == encoded)
        #expect((Base64.decoded(encoded) ?? []) == Array(plain.utf8))
    }
}
