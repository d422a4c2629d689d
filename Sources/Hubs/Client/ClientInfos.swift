package import Intake
import Roaming

extension HubClient {
    /// Pages of the list that are asked for at most.
    private static let clientPagesMost = 100

    /// Who else is connected to the hub; nil when it does not offer to say (2.2.1
    /// mod_hub_client_info, Sender Interface).
    package func clientInfos(over link: HubLink) async throws(HubFault) -> [ClientInfo]? {
        guard let named = link.details.sender(of: "hubclientinfo") else { return nil }
        let first = try address(named, at: rule.versionsURL)
            .with([("offset", "0"), ("limit", String(rule.pageSize))])
        var infos: [ClientInfo] = []
        var next: (address: WebAddress, offset: Int)? = (first, 0)
        var visited: Set<WebAddress> = []
        while let here = next, visited.count < Self.clientPagesMost {
            guard visited.insert(here.address).inserted else {
                throw HubFault(.looping, "the pages of \(first) lead back to \(here.address)")
            }
            let (head, page) = try await get(
                here.address, token: link.token, about: "hubclientinfo"
            ) { answer throws(HubFault) in
                let infos = try answer.content { (bytes, reader) throws(Reject) in
                    try decodeClientInfos(bytes, using: &reader)
                }
                return (answer.page, infos)
            }
            infos += page
            let following = head.following(here.address, offset: here.offset, objects: page.count)
            next = try following.map { following throws(HubFault) in
                (try address(following.address, at: here.address), following.offset)
            }
        }
        return infos
    }
}
