import Testing

@testable import Hubs

@Suite struct WebAddressTests {
    @Test func `an address is read into its parts and written again`() throws {
        let address = try #require(WebAddress("HTTPS://Hub.Example:8443/ocpi/2.2.1/cdrs?a=1&b=2"))
        #expect(address.scheme == .https)
        #expect(address.host == "hub.example")
        #expect(address.port == 8443)
        #expect(address.path == "/ocpi/2.2.1/cdrs")
        #expect(address.query == "a=1&b=2")
        #expect(address.description == "https://hub.example:8443/ocpi/2.2.1/cdrs?a=1&b=2")
    }

    @Test(arguments: [
        ("https://hub.example", "https://hub.example/", "hub.example"),
        ("https://hub.example:443/x", "https://hub.example/x", "hub.example"),
        ("http://hub.example:80/x", "http://hub.example/x", "hub.example"),
        ("http://hub.example:443/x", "http://hub.example:443/x", "hub.example:443"),
        ("https://[2001:DB8::1]:8443/", "https://[2001:db8::1]:8443/", "[2001:db8::1]:8443"),
        ("https://hub.example?limit=5", "https://hub.example/?limit=5", "hub.example"),
    ])
    func `one place has one spelling`(_ text: String, _ written: String, _ place: String) throws {
        let address = try #require(WebAddress(text))
        #expect(address.description == written)
        #expect(address.hostAndPort == place)
    }

    /// What another reader could take for another host, or for no web address at all.
    @Test(arguments: [
        "", "hub.example/x", "ftp://hub.example/", "file:///etc/passwd", "//hub.example/",
        "https:/hub.example", "https://", "https:///x", "https://user@hub.example/",
        "https://hub.example@evil.example/", "https://hub.example\\@evil.example/",
        "https://hub.example#@evil.example/", "https://hub.example/x#y", "https://hub.example/a b",
        "https://hub.example/\r\nX: y", "https://hub.example/\u{0}", "https://hüb.example/",
        "https://hub.example:0/", "https://hub.example:65536/", "https://hub.example:+80/",
        "https://hub.example:8_0/", "https://hub.example:/", "https://-hub.example/",
        "https://.hub.example/", "https://hub.example./", "https://hub_a.example/",
        "https://2130706433/", "https://0x7f000001/", "https://127.1/", "https://0177.0.0.1/",
        "https://256.0.0.1/", "https://127.0.0.1.5/", "https://[::1/", "https://[::g]/",
        "https://hub.example/a/../b", "https://hub.example/a/%2e%2E/b", "https://hub.example/./b",
    ])
    func `anything doubtful is no address`(_ text: String) {
        #expect(WebAddress(text) == nil)
    }

    @Test func `a link of more than 2048 bytes is no address`() {
        let head = "https://hub.example/"
        let room = 2048 - head.utf8.count
        #expect(WebAddress(head + String(repeating: "a", count: room)) != nil)
        #expect(WebAddress(head + String(repeating: "a", count: room + 1)) == nil)
    }

    @Test func `parameters replace those of their name and keep the others`() throws {
        let address = try #require(WebAddress("https://hub.example/cdrs?offset=0&country=IN"))
        #expect(
            address.with([("offset", "50"), ("limit", "10")]).description
                == "https://hub.example/cdrs?country=IN&offset=50&limit=10")
        let dated = address.with([("date_from", "2026-10-01T00:00:00Z&x=1")])
        #expect(dated.query == "offset=0&country=IN&date_from=2026-10-01T00:00:00Z%26x%3D1")
        #expect(address.parameter("country") == "IN")
        #expect(address.parameter("limit") == nil)
    }

    @Test(arguments: [
        ("https://other.example/x", "https://other.example/x"),
        ("/next?offset=5", "https://hub.example:8443/next?offset=5"),
        ("?offset=5", "https://hub.example:8443/ocpi/cdrs?offset=5"),
        ("//evil.example/x", "https://evil.example/x"),
    ])
    func `relative links are of the place that sent them`(
        _ link: String, _ meant: String
    ) throws {
        let address = try #require(WebAddress("https://hub.example:8443/ocpi/cdrs?offset=0"))
        #expect(address.resolving(link)?.description == meant)
    }

    @Test(arguments: [
        ("http://127.0.0.1:8722/", true), ("http://127.9.9.9/", true), ("http://localhost/", true),
        ("http://[::1]/", true), ("http://128.0.0.1/", false), ("http://127.evil.example/", false),
        ("http://localhost.evil.example/", false), ("http://[::2]/", false),
    ])
    func `loopback is this machine and no name that looks like it`(
        _ text: String, _ isLoopback: Bool
    ) throws {
        // A name that starts with a number is no address at all, which is as good.
        #expect((WebAddress(text)?.isLoopback ?? false) == isLoopback)
    }

    @Test func `steps are escaped, so that an id stays one step`() throws {
        let address = try #require(WebAddress("https://hub.example/ocpi/"))
        #expect(
            address.appending("cdrs", "../a/b c?").description
                == "https://hub.example/ocpi/cdrs/..%2Fa%2Fb%20c%3F")
    }
}
