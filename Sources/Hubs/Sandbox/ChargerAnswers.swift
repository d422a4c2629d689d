import Intake
import Synchronization

/// What a sandbox hub's chargers were answered when they asked whether a driver may charge. A session that
/// was not allowed never came to be, nor its CDR.
struct ChargerAnswers: Sendable {
    enum Answer: Sendable, Hashable {
        /// With the eMSP's reference; nil where it gave none.
        case allowed(String?)
        case refused
    }

    /// The one who registered is asked; else the hub itself answers, and says yes.
    var asksPartner = false
    private(set) var byReference: [String: Answer] = [:]

    mutating func answer(_ request: SandboxStock.Request, _ answer: Answer) {
        byReference[request.reference] = answer
    }
}

extension SandboxHub {
    /// Of what chargers did, that which was allowed, with the reference that was given for it.
    func charged(_ objects: [SandboxStock.Object]) -> [SandboxStock.Object] {
        guard !objects.isEmpty else { return objects }
        let known = answers.withLock { $0 }
        guard known.asksPartner else { return objects }
        return objects.compactMap { object in
            guard let request = object.request else { return object }
            switch known.byReference[request.reference] {
            case nil, .refused: return nil
            case .allowed(nil): return object
            case .allowed(let reference?):
                return SandboxStock.Object(
                    bytes: Self.naming(reference, in: object.bytes),
                    lastUpdated: object.lastUpdated, request: request)
            }
        }
    }

    /// In 2.1.1 there is no field for it.
    private static func naming(_ reference: String, in bytes: [UInt8]) -> [UInt8] {
        guard case .object(let members)? = RawJSON(bytes) else { return bytes }
        let named = RawJSON.atom(Array(JSONText.quoted(reference).utf8))
        return RawJSON.object(
            members.map { member in
                member.name == "authorization_reference"
                    ? .init(name: member.name, value: named) : member
            }
        ).bytes
    }
}
