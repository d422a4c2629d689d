import Foundation

/// Why a command ended without its result: an exit code (sysexits) and one line for people.
enum Failure: Error {
    /// 64: the command line is wrong.
    case usage(String)
    /// 65: the data is refused; nothing usable was there.
    case refused(String)
    /// 69: something outside is missing: server, file, library.
    case unavailable(String)
    /// 70: our bug; nothing was committed.
    case bug(String)
    /// 75: another run works on it, or its input is not ready; try later.
    case tryLater(String)
    /// 1: a check found something.
    case found(String)

    var code: Int32 {
        switch self {
        case .usage: 64
        case .refused: 65
        case .unavailable: 69
        case .bug: 70
        case .tryLater: 75
        case .found: 1
        }
    }

    var text: String {
        switch self {
        case .usage(let text), .refused(let text), .unavailable(let text), .bug(let text),
            .tryLater(let text), .found(let text):
            text
        }
    }
}
