import Store

/// Who is asking, as far as it was proved.
struct Principal: Sendable, Hashable {
    let client: String
    let scopes: Set<Scope>
    let reach: Reach
}
