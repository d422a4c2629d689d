/// Whose objects are kept together: natural keys, versions and conflicts hold within one book.
enum BookName {
    /// What is delivered bit by bit by `clearing ingest`.
    case standing
    /// A directory that is cleared as a whole by `clearing month --from`: its result depends on
    /// what is in it and on nothing that some other directory brought before.
    case ofInput

    func name(for manifest: String) -> String {
        switch self {
        case .standing: "standing"
        case .ofInput: manifest
        }
    }
}
