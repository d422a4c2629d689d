import Intake
import Roaming
import Testing

@testable import Hubs

/// Who else is connected to a hub, as its list says.
@Suite struct ClientInfosTests {
    private func link(_ endpoints: [ListedEndpoint]) -> HubLink {
        HubLink(
            hub: "test", version: .v221, token: "t", tokenForHub: "b", endpoints: endpoints,
            roles: [])
    }

    @Test func `the list is walked to its end`() async throws {
        let infos = try await ScriptedServer.with { asked, port in
            func info(_ party: String) -> String {
                """
                {"party_id":"\(party)","country_code":"NL","role":"EMSP","status":"OFFLINE",\
                "last_updated":"2026-11-01T00:00:00Z"}
                """
            }
            let next = "<http://127.0.0.1:\(port)/info?offset=2&limit=2>; rel=\"next\""
            return asked.target.contains("offset=0")
                ? .list([info("AAA"), info("BBB")], headers: ["Link": next, "X-Total-Count": "3"])
                : .list([info("CCC")], headers: ["X-Total-Count": "3"])
        } _: { port in
            let client = HubClient(try .test(port), run: "r", clock: { ScriptedServer.now })
            let endpoint = ListedEndpoint(
                identifier: "hubclientinfo", role: "SENDER", url: "http://127.0.0.1:\(port)/info")
            let infos = try await client.clientInfos(over: link([endpoint]))
            await client.close()
            return infos
        }
        #expect(infos?.map(\.party.description) == ["NL-AAA", "NL-BBB", "NL-CCC"])
        #expect(infos?.first?.status == "OFFLINE")
    }

    @Test func `a hub that does not offer it is not asked`() async throws {
        let client = HubClient(try .test(1), run: "r", clock: { ScriptedServer.now })
        let infos = try await client.clientInfos(over: link([]))
        #expect(infos == nil)
        await client.close()
    }
}
