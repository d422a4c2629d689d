import HTTPTypes
import Roaming
import Store

extension RouteTable {
    /// What the rules say, as far as it is anybody's business.
    var ofRules: [Route] {
        [
            Route(
                method: .get, path: "/v1/hubs", name: "hubs", group: "Partners",
                summary: "The hubs that partners are reached over.",
                access: .scope(.settlementRead),
                contents: [
                    Route.Content(
                        mediaType: Self.json,
                        schema: Schema.list(
                            #"{"name":{"type":"string"},"ours":\#(Schema.strings),"partners":\#(Schema.strings)}"#,
                            required: ["name", "ours", "partners"]),
                        example:
                            #"{"data":[{"name":"hubject","ours":["IN-MGM"],"partners":["IN-TPC"]}]}"#
                    )
                ],
                statuses: [406], handle: { call in .bytes(hubs(for: call.reach), type: Self.json) }),
            Route(
                method: .get, path: "/v1/vendors", name: "vendors", group: "Sites",
                summary: "The owners of our sites.", access: .scope(.settlementRead),
                contents: [
                    Route.Content(
                        mediaType: Self.json,
                        schema: Schema.list(
                            #"{"id":{"type":"string"},"name":{"type":"string"},"locations":\#(Schema.strings)}"#,
                            required: ["id", "name", "locations"]),
                        example:
                            #"{"data":[{"id":"sahyadri-malls","name":"Sahyadri Malls","locations":["MGM-KA29-BLR1"]}]}"#
                    )
                ],
                statuses: [406],
                handle: { call in .bytes(vendors(for: call.reach), type: Self.json) }),
        ]
    }

    /// A partner sees the hubs it is reached over, and of their partners itself.
    private func hubs(for reach: Reach) -> [UInt8] {
        var out = JSONOutput()
        out.object { answer in
            answer.key("data")
            answer.array { list in
                for hub in workings.hubs {
                    let partners: [String]
                    switch reach {
                    case .all: partners = hub.partners
                    case .party(let party): partners = hub.partners.filter { $0 == party }
                    case .vendor: partners = []
                    }
                    guard reach == .all || !partners.isEmpty else { continue }
                    list.object { item in
                        item.key("name")
                        item.string(hub.name)
                        item.key("ours")
                        item.strings(hub.ours)
                        item.key("partners")
                        item.strings(partners)
                    }
                }
            }
        }
        return out.bytes
    }

    /// A vendor sees itself.
    private func vendors(for reach: Reach) -> [UInt8] {
        let seen = workings.vendors.filter { vendor in
            switch reach {
            case .all: true
            case .party: false
            case .vendor(let own, _): own == vendor.id
            }
        }
        var out = JSONOutput()
        out.object { answer in
            answer.key("data")
            answer.array { list in
                for vendor in seen {
                    list.object { item in
                        item.key("id")
                        item.string(vendor.id)
                        item.key("name")
                        item.string(vendor.name)
                        item.key("locations")
                        item.strings(vendor.locations)
                    }
                }
            }
        }
        return out.bytes
    }
}
