import Roaming
import Testing

@testable import Hubs

/// Parameters of a list (transport_and_format, Pagination).
@Suite struct PageWishTests {
    private func wish(_ query: [String: String]) -> PageWish? {
        PageWish(query, most: 1000, usual: 100)
    }

    @Test func `what is not said is usual, and more than most is cut`() throws {
        let usual = try #require(wish([:]))
        #expect(usual.offset == 0 && usual.limit == 100 && usual.from == nil && usual.until == nil)
        #expect(wish(["limit": "1000"])?.limit == 1000)
        #expect(wish(["limit": "1001"])?.limit == 1000)
        #expect(wish(["limit": "1"])?.limit == 1)
    }

    @Test(arguments: [
        ["limit": "0"], ["limit": "x"], ["offset": "-1"], ["date_from": "yesterday"],
        ["date_to": ""], ["offset": "99999999999999999999"],
    ])
    func `what cannot be read is a mistake`(_ query: [String: String]) {
        #expect(wish(query) == nil)
    }

    @Test func `the next page keeps the filters, and the last has none`() throws {
        let address = try #require(WebAddress("https://us.example/ocpi/2.2.1/sender/cdrs"))
        let found = try #require(
            wish(["offset": "100", "limit": "50", "date_from": "2026-10-01T00:00:00Z"]))
        let next = try #require(found.next(at: address, of: 151))
        #expect(
            next.description
                == "https://us.example/ocpi/2.2.1/sender/cdrs?offset=150&limit=50"
                + "&date_from=2026-10-01T00:00:00Z")
        #expect(found.next(at: address, of: 150) == nil)
        #expect(found.next(at: address, of: 0) == nil)
    }
}
