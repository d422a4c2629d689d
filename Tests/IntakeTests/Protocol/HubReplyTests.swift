import Foundation
import Roaming
import Testing

@testable import Intake

/// Documents of the specification as they stand there.
@Suite struct HubReplyTests {
    private func read<Value>(
        _ text: String,
        _ decode: (UnsafeRawBufferPointer, inout JSONReader) throws(Reject) -> Value
    ) throws -> Value {
        var reader = JSONReader()
        return try Array(text.utf8).withUnsafeBytes { try decode($0, &reader) }
    }

    private func versions(_ text: String) throws -> HubReply<[ListedVersion]> {
        try read(text) { (bytes, reader) throws(Reject) in
            try decodeVersions(bytes, using: &reader)
        }
    }

    /// transport_and_format_version_info_example.json
    @Test func `the specification's list of versions is read`() throws {
        let reply = try versions(
            """
            {"data": [{"version": "2.1.1", "url": "https://www.server.com/ocpi/2.1.1"},
              {"version": "2.2", "url": "https://www.server.com/ocpi/2.2"}],
             "status_code": 1000, "status_message": "Success", "timestamp": "2015-06-30T21:59:59Z"}
            """)
        #expect(reply.statusCode == 1000)
        #expect(reply.timestamp?.description == "2015-06-30T21:59:59Z")
        #expect(
            reply.content == [
                ListedVersion(version: "2.1.1", url: "https://www.server.com/ocpi/2.1.1"),
                ListedVersion(version: "2.2", url: "https://www.server.com/ocpi/2.2"),
            ])
    }

    /// transport_and_format_version_details_example.json, and 2.1.1's without a role.
    @Test func `the specification's version details are read`() throws {
        let reply = try read(
            """
            {"data": {"version": "2.2", "endpoints": [
              {"identifier": "credentials", "role": "SENDER",
               "url": "https://example.com/ocpi/cpo/2.2/credentials"},
              {"identifier": "locations", "role": "sender",
               "url": "https://example.com/ocpi/cpo/2.2/locations"},
              {"identifier": "nltnm-tokens", "url": "https://example.com/x"}]},
             "status_code": 1000, "timestamp": "2015-06-30T21:59:59Z"}
            """
        ) { (bytes, reader) throws(Reject) in try decodeVersionDetails(bytes, using: &reader) }
        let details = try #require(reply.content)
        #expect(details.version == "2.2")
        #expect(
            details.endpoints.map(\.identifier) == ["credentials", "locations", "nltnm-tokens"])
        #expect(details.endpoints.map(\.role) == ["SENDER", "SENDER", nil])
    }

    /// credentials_example2.json
    @Test func `credentials of 2-2-1 name each role with its party`() throws {
        let credentials = try read(
            """
            {"token": "9e80a9c4-28be-11e9-b210-d663bd873d93",
             "url": "https://ocpi.example.com/versions",
             "roles": [
               {"role": "CPO", "party_id": "EXA", "country_code": "NL",
                "business_details": {"name": "Example Operator"}},
               {"role": "EMSP", "party_id": "EXA", "country_code": "NL",
                "business_details": {"name": "Example Provider", "website": "http://e.com"}}]}
            """
        ) { (bytes, reader) throws(Reject) in try decodeCredentials(bytes, using: &reader) }
        let party = try #require(PartyID("NL-EXA"))
        #expect(credentials.token == "9e80a9c4-28be-11e9-b210-d663bd873d93")
        #expect(
            credentials.roles == [
                .init(role: "CPO", party: party, businessName: "Example Operator"),
                .init(role: "EMSP", party: party, businessName: "Example Provider"),
            ])
    }

    /// 2.1.1 credentials.md, Example.
    @Test func `credentials of 2-1-1 are of one party`() throws {
        let credentials = try read(
            """
            {"url": "https://example.com/ocpi/cpo/versions/",
             "token": "ebf3b399-779f-4497-9b9d-ac6ad3cc44d2",
             "party_id": "EXA", "country_code": "NL",
             "business_details": {"name": "Example Operator", "logo": {"width": 512}}}
            """
        ) { (bytes, reader) throws(Reject) in try decodeCredentials(bytes, using: &reader) }
        let party = try #require(PartyID("NL-EXA"))
        #expect(
            credentials.roles == [.init(role: nil, party: party, businessName: "Example Operator")])
        #expect(!"\(credentials)".contains("ebf3b399"))
    }

    @Test(arguments: ["", "a b", "tab\\t", "ä", String(repeating: "x", count: 65)])
    func `a token must be 1 to 64 printable characters`(_ token: String) throws {
        let text = """
            {"url": "https://e.com", "token": "\(token)", "party_id": "EXA", "country_code": "NL"}
            """
        #expect(throws: Reject.self) {
            try read(text) { (bytes, reader) throws(Reject) in
                try decodeCredentials(bytes, using: &reader)
            }
        }
    }

    /// transport_and_format, "Error": data is then unspecified.
    @Test(arguments: [
        #"{"status_code": 2001, "status_message": "Missing", "timestamp": "2015-06-30T21:59:59Z"}"#,
        #"{"data": null, "status_code": 2001, "status_message": "Missing"}"#,
        #"{"status_message": "Missing", "data": {"debug": [1]}, "status_code": 2001}"#,
    ])
    func `an error in HTTP 200 is an error whatever data is`(_ text: String) throws {
        let reply = try versions(text)
        #expect(reply.statusCode == 2001)
        #expect(reply.message == "Missing")
        #expect(reply.content == nil)
    }

    @Test(arguments: [
        "", "<html>", "{}", #"{"data": []}"#, #"{"data": [], "status_code": 999}"#,
        #"{"data": [], "status_code": 1000"#, #"{"data": {}, "status_code": 1000}"#,
        #"{"data": [{"version": "2.2.1"}], "status_code": 1000}"#,
        #"{"data": [], "status_code": 1000} {"#, #"{"data":[],"data":[],"status_code":1000}"#,
    ])
    func `what is no response is refused`(_ text: String) {
        #expect(throws: Reject.self) { try versions(text) }
    }

    @Test func `success without data has no content`() throws {
        #expect(try versions(#"{"status_code": 1000}"#).content == nil)
    }
}
