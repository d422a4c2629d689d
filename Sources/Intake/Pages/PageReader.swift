package import Hashing
import Roaming

/// Streams a file of OCPI objects into pages, in memory that does not grow with the file.
///
/// A file is plain or gzip, and holds response envelopes, arrays or single objects, one or several
/// one after the other, or one object a line. Objects are handed on byte for byte and are not
/// looked into: whether one is well-formed is for the decoder to say. What is no object at all is a
/// reject with its place, and the rest of the file goes on wherever it can be told apart.
///
/// A class, because it is an open file with a position, handed from page to page.
package final class PageReader {
    let limits: Limits
    var window: ByteWindow
    var page = Page()
    private(set) var isEnded = false
    var place = Place.start
    var envelope = Envelope()
    private var digester = Digester()

    /// Where in the file's structure the window stands.
    enum Place {
        case start
        /// Between values of the file.
        case top
        /// At a line's beginning.
        case line
        case list(ListPlace, isData: Bool)
        /// In an envelope, behind its first field or more.
        case envelope
    }

    enum ListPlace { case first, afterElement }

    /// What SHA-256 is taken of.
    package enum Digests: Sendable { case objects, objectsAndFile }

    /// - Throws: `IntakeError` when the file cannot be opened.
    package init(
        path: String, limits: Limits = Limits(), digests: Digests = .objects
    ) throws(IntakeError) {
        self.limits = limits
        window = try ByteWindow(path: path, fileBytes: limits.fileBytes, digests: digests)
    }

    /// The next page, nil at the end. A page has at least one object or reject.
    /// - Throws: `IntakeError` when this machine cannot read on; the file is not at fault.
    package func nextPage() throws(IntakeError) -> Page? {
        page = Page()
        page.bytes.reserveCapacity(limits.pageBytes + (64 << 10))
        while !isEnded, !isFull { try step() }
        defer { page = Page() }
        return page.objects.isEmpty && page.rejects.isEmpty ? nil : page
    }

    /// SHA-256 of the file as it lies on disk, if it was asked for; right only after the last page.
    package func fileDigest() -> Digest? { window.fileDigest() }

    /// What the file's response says of itself; right only after the last page, and of its last
    /// response where there are several.
    package var reply: HubReply<Bool>? {
        guard let code = envelope.statusCode.flatMap({ Int($0) }) else { return nil }
        return HubReply(
            statusCode: code, message: envelope.statusMessage,
            timestamp: envelope.timestamp.flatMap { Instant($0) }, content: envelope.hasData)
    }

    private var isFull: Bool {
        page.objects.count + page.rejects.count >= limits.pageObjects
            || page.bytes.count >= limits.pageBytes
    }

    private func step() throws(IntakeError) {
        do throws(SourceFault) {
            switch place {
            case .start: try begin()
            case .top: try readTop()
            case .line: try readLine()
            case .list(let place, let isData): try readElement(place, isData: isData)
            case .envelope: try readEnvelope()
            }
        } catch {
            switch error {
            case .unreadable(let error): throw error
            case .corruptGzip(let words, let offset):
                stop(.gzipCorrupt, "The gzip file \(words), at its byte \(offset).")
            case .tooLong:
                stop(.fileTooLarge, "The file is longer than \(limits.fileBytes) bytes.")
            }
        }
    }
}

// Handing on.
extension PageReader {
    /// Puts the object from the mark to `end` on the page.
    func keep(upTo end: Int) {
        guard let start = window.mark else { preconditionFailure("an object kept has a mark") }
        let raw = UnsafeRawBufferPointer(start: window.bytes + start, count: end - start)
        let first = page.bytes.count
        page.bytes.append(contentsOf: raw)
        page.bytes.append(0x0A)
        page.objects.append(
            PageObject(
                range: first..<first + raw.count, line: window.line(start),
                fileOffset: window.fileOffset(start), digest: digester.digest(of: raw)))
        window.mark = nil
    }

    /// Reports something at a place in the window; reading goes on.
    func report(_ code: RejectCode, at place: Int, _ words: String) {
        let offset = window.fileOffset(place)
        page.rejects.append(
            PlacedReject(
                reject: Reject(code, words, byte: Int(offset)), line: window.line(place),
                fileOffset: offset))
    }

    /// Reports the last thing there is to say about the file.
    func stop(_ code: RejectCode, _ words: String) {
        report(code, at: window.at, words)
        end()
    }

    func stopTruncated() {
        let offset = window.fileOffset(window.end)
        window.at = window.end
        stop(.truncated, "The file ends at byte \(offset), in the middle of something.")
    }

    func end() {
        isEnded = true
        window.mark = nil
    }
}
