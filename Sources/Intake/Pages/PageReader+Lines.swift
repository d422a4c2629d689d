import Roaming

// One object a line: a broken line costs that line only.
extension PageReader {
    func readLine() throws(SourceFault) {
        window.mark = window.at
        while window.lineFeed() == nil {
            guard let mark = window.mark else { break }
            guard window.end - mark <= limits.objectBytes else { return try skipLongLine() }
            guard try window.fill() else { break }
        }
        let feed = window.lineFeed()
        keepLine(upTo: feed ?? window.end, isLast: feed == nil)
        window.mark = nil
        window.at = feed.map { $0 + 1 } ?? window.end
        if feed == nil, !isEnded { end() }
    }

    private func keepLine(upTo feed: Int, isLast: Bool) {
        var (first, last) = (window.at, feed)
        while first < last, Self.isSpace(window.bytes[first]) { first += 1 }
        while last > first, Self.isSpace(window.bytes[last - 1]) { last -= 1 }
        guard first < last else { return }
        window.mark = first
        switch window.bytes[first] {
        case UInt8(ascii: "{"):
            guard last - first <= limits.objectBytes else {
                return reportTooLarge(window.fileOffset(first), window.line(first))
            }
            guard !isLast || window.bytes[last - 1] == UInt8(ascii: "}") else {
                return stopTruncated()
            }
            keep(upTo: last)
        case UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "-"), 48...57:
            report(
                .notAnObject, at: first,
                "The line is no object but starts with \(Self.name(of: window.bytes[first])).")
        default:
            report(
                .malformedJSON, at: first,
                "The line starts with \(Self.name(of: window.bytes[first])), where an object starts "
                    + "with ‘{’.")
        }
    }

    /// A line longer than any object may be is let go as it comes.
    private func skipLongLine() throws(SourceFault) {
        guard let mark = window.mark else { return }
        reportTooLarge(window.fileOffset(mark), window.line(mark))
        try skipRestOfLine()
    }

    func skipRestOfLine() throws(SourceFault) {
        window.mark = nil
        repeat {
            if let feed = window.lineFeed() {
                window.at = feed + 1
                return
            }
            window.at = window.end
        } while try window.fill()
        end()
    }
}
