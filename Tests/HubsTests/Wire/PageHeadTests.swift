import Testing

@testable import Hubs

@Suite struct PageHeadTests {
    /// transport_and_format, "Pagination", Example.
    @Test func `the specification's link leads to the next page`() {
        let head = PageHead(
            link: "<https://www.server.com/ocpi/cpo/2.2.1/cdrs/?offset=150&limit=50>; rel=\"next\"",
            total: "205", limit: "50")
        #expect(head.next == "https://www.server.com/ocpi/cpo/2.2.1/cdrs/?offset=150&limit=50")
        #expect(head.total == 205)
        #expect(head.limit == 50)
    }

    @Test(arguments: [
        ("<https://h/a>; rel=next", "https://h/a"),
        ("<https://h/a>;rel=\"next\"", "https://h/a"),
        ("<https://h/a>; REL=\"Next\"", "https://h/a"),
        ("<https://h/a>; rel=\"prev next\"", "https://h/a"),
        ("<https://h/a>; title=\"x\"; rel=\"next\"", "https://h/a"),
        ("<https://h/p>; rel=\"prev\", <https://h/n>; rel=\"next\"", "https://h/n"),
        ("<https://h/n?a=1,2>; rel=\"next\"", "https://h/n?a=1,2"),
        ("<?offset=5>; rel=\"next\"", "?offset=5"),
    ])
    func `the next link is found among others`(_ header: String, _ next: String) {
        #expect(PageHead.next(inLink: header) == next)
    }

    @Test(arguments: [
        "", "https://h/a; rel=next", "<https://h/a>", "<https://h/a>; rel=\"prev\"",
        "<https://h/a>; rel=\"nextish\"", "<https://h/a; rel=\"next\"",
        "<https://h/a>; rev=\"next\"",
        "<https://h/a>; title=\"rel=next\"; rel=prev",
    ])
    func `what names no next page ends the list`(_ header: String) {
        #expect(PageHead.next(inLink: header) == nil)
    }

    @Test(arguments: ["", "-1", "1.5", "many"])
    func `a count that is none is not believed`(_ text: String) {
        let head = PageHead(link: nil, total: text, limit: text)
        #expect(head.total == nil)
        #expect(head.limit == nil)
    }

    @Test func `without a link the count says whether there is more`() throws {
        let address = try #require(WebAddress("https://h.example/cdrs?limit=50"))
        let head = PageHead(total: 100, limit: 50)
        let second = try #require(head.following(address, offset: 0, objects: 50))
        #expect(second.address == "https://h.example/cdrs?limit=50&offset=50")
        #expect(second.offset == 50)
        let next = try #require(WebAddress(second.address))
        #expect(head.following(next, offset: 50, objects: 50) == nil)
        #expect(head.following(next, offset: 50, objects: 49)?.offset == 99)
    }

    @Test func `without link and count one asks until a page is empty`() throws {
        let address = try #require(WebAddress("https://h.example/cdrs"))
        #expect(PageHead().following(address, offset: 7, objects: 3)?.offset == 10)
        #expect(PageHead().following(address, offset: 10, objects: 0) == nil)
    }

    @Test func `a link says its offset, where it has one`() throws {
        let address = try #require(WebAddress("https://h.example/cdrs"))
        let told = PageHead(next: "https://h.example/cdrs?offset=200")
        #expect(told.following(address, offset: 0, objects: 100)?.offset == 200)
        let silent = PageHead(next: "https://h.example/cdrs?cursor=x")
        #expect(silent.following(address, offset: 0, objects: 100)?.offset == 100)
    }
}
