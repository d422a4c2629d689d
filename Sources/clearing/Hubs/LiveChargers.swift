import Hubs
import Intake
import Roaming
import Sandbox
import Synchronization

/// What the simulated chargers have brought their hubs so far. A class, because requests on many
/// connections look into it.
final class LiveChargers: Sendable {
    private struct State: Sendable {
        var chargers: SimulatedChargers
        var lists: [Place: List] = [:]
    }

    private struct Place: Hashable {
        let hub: String
        let module: Module
    }

    private struct List {
        var objects: [SandboxStock.Object] = []
        /// Where an id stands.
        var places: [String: Int] = [:]

        mutating func put(_ event: SimulatedChargers.Event) {
            let object = SandboxStock.Object(
                bytes: event.json, lastUpdated: event.at,
                request: event.request.map {
                    SandboxStock.Request(
                        reference: $0.reference, tokenUID: $0.tokenUID, locationID: $0.locationID,
                        evseUID: $0.evseUID)
                })
            if let place = places[event.id] {
                objects[place] = object
            } else {
                places[event.id] = objects.count
                objects.append(object)
            }
        }
    }

    private let state: Mutex<State>

    init(_ chargers: SimulatedChargers) { state = Mutex(State(chargers: chargers)) }

    /// Objects of a module that a hub has by now, in the order in which they came to be.
    func objects(of module: Module, at hub: String, now: Instant) -> [SandboxStock.Object] {
        state.withLock { state in
            for event in state.chargers.events(until: now) {
                let place = Place(hub: event.hub, module: Module(event.kind))
                state.lists[place, default: List()].put(event)
            }
            return state.lists[Place(hub: hub, module: module)]?.objects ?? []
        }
    }
}

extension Module {
    init(_ kind: SimulatedChargers.Event.Kind) {
        switch kind {
        case .location: self = .locations
        case .token: self = .tokens
        case .session: self = .sessions
        case .cdr: self = .cdrs
        }
    }
}
