/// Which engine made a result. Part of every run's identity: raise it with every change that can
/// change an amount, a disposition or the bytes of a file, so that older results are recomputed.
enum Build {
    static let version = "2026.11.4"
}
