import CXLSXWriter
import Glibc

/// An XLSX file of libxlsxwriter in constant-memory mode: each sheet is spooled to an unnamed file
/// in `scratch`, and everything is zipped in `close`. A class, because it owns C memory that must be
/// released exactly once.
final class Workbook {
    let name: FileName
    private var handle: UnsafeMutablePointer<lxw_workbook>?
    private var formats: [FormatKey: UnsafeMutablePointer<lxw_format>] = [:]
    private var sheets: [Worksheet] = []
    private var names = SheetNames()
    /// libxlsxwriter keeps this pointer, not a copy, until the file is closed.
    private let scratch: UnsafeMutablePointer<CChar>

    /// - Parameter createdSeconds: written as the document's creation, in seconds since 1970. Given
    ///   by the caller, never now: the same report twice is the same file.
    init(
        _ name: FileName, title: String, createdSeconds: Int64, scratch: String
    ) throws(ReportingError) {
        self.name = name
        guard let copy = strdup(scratch) else { throw .system(name.path) }
        self.scratch = copy
        var options = lxw_workbook_options(constant_memory: 1, tmpdir: copy, use_zip64: 0)
        handle = workbook_new_opt(name.partialPath, &options)
        guard handle != nil else { throw .file(path: name.path, reason: "out of memory") }
        setProperties(title: title, createdSeconds: createdSeconds)
    }

    deinit {
        if let handle { lxw_workbook_free(handle) }
        free(scratch)
    }

    private func setProperties(title: String, createdSeconds: Int64) {
        title.withCString { title in
            var properties = lxw_doc_properties()
            properties.title = UnsafeMutablePointer(mutating: title)
            // 0 would mean now.
            properties.created = time_t(max(createdSeconds, 1))
            _ = workbook_set_properties(handle, &properties)
        }
    }

    /// Where the cells of a sheet wait for the end.
    enum Keeping {
        /// On disk, row by row; for any number of rows.
        case inSpool
        /// For small sheets that charts take their numbers from.
        case inMemory
    }

    /// - Parameter part: 2 for the continuation of a sheet that is full, and so on.
    func addSheet(
        _ text: String, part: Int = 1, kept: Keeping = .inSpool
    ) throws(ReportingError) -> Worksheet {
        let title = names.take(text, part: part)
        handle?.pointee.options.constant_memory = kept == .inSpool ? 1 : 0
        guard let sheet = workbook_add_worksheet(handle, title) else {
            throw .file(
                path: name.path, reason: "no temporary file in \(String(cString: scratch))")
        }
        let worksheet = Worksheet(handle: sheet, title: title, path: name.path)
        sheets.append(worksheet)
        return worksheet
    }

    func addChart(_ kind: ChartDefinition.Kind) throws(ReportingError) -> Drawing {
        guard let chart = workbook_add_chart(handle, kind.ofLibrary) else {
            throw .file(path: name.path, reason: "out of memory")
        }
        return Drawing(handle: chart)
    }

    /// The same format object for the same look, made at first use; rows come sorted, so the
    /// numbering in the file is always the same.
    func format(_ number: NumberFormat, _ style: CellStyle) -> UnsafeMutablePointer<lxw_format>? {
        let key = FormatKey(number: number, style: style)
        if let known = formats[key] { return known }
        guard let format = workbook_add_format(handle) else { return nil }
        if number == .text {
            // Built in: the one that every program knows to keep an edited cell a text.
            format_set_num_format_index(format, 49)
        } else {
            format_set_num_format(format, number.pattern)
        }
        style.apply(to: format, isText: number == .text)
        formats[key] = format
        return format
    }

    /// Assembles and zips the file under its partial name.
    func close() throws(ReportingError) {
        guard let handle else { return }
        let spooled = sheets.map(\.spooledBytes)
        self.handle = nil
        formats = [:]
        sheets = []
        let result = workbook_close(handle)
        guard result == LXW_NO_ERROR else {
            throw .file(path: name.path, reason: String(cString: lxw_strerror(result)))
        }
        let written = ZipDirectory(path: name.partialPath)?.sizes ?? [:]
        for (index, bytes) in spooled.enumerated() {
            guard let bytes, let size = written["xl/worksheets/sheet\(index + 1).xml"],
                size > bytes
            else {
                throw .file(
                    path: name.path,
                    reason: "no space left for the temporary files in \(String(cString: scratch))")
            }
        }
    }
}

private struct FormatKey: Hashable {
    let number: NumberFormat
    let style: CellStyle
}

/// The looks besides the number format. Texts stand one step in from the left, so that they do not
/// touch the number in the column before.
enum CellStyle: Hashable {
    case body
    /// A number of more than 15 digits, written as text.
    case longNumber
    case header
    /// Above numbers: at the right, with room for the filter's button.
    case numberHeader
    case total
    case longTotal
    case title
    case label
    case note

    fileprivate func apply(to format: UnsafeMutablePointer<lxw_format>, isText: Bool) {
        switch self {
        case .body: break
        case .longNumber: alignRight(format, indent: 0)
        case .header, .numberHeader:
            format_set_bold(format)
            format_set_bg_color(format, 0xDDE3EA)
            format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
            format_set_text_wrap(format)
            if self == .numberHeader { alignRight(format, indent: 2) }
        case .total, .longTotal:
            format_set_bold(format)
            format_set_top(format, UInt8(LXW_BORDER_THIN.rawValue))
            if self == .longTotal { alignRight(format, indent: 0) }
        case .title:
            format_set_bold(format)
            setSize(16, of: format)
        case .label: format_set_bold(format)
        case .note: format_set_italic(format)
        }
        if isText, !isAtRight { format_set_indent(format, 1) }
    }

    private var isAtRight: Bool {
        self == .longNumber || self == .numberHeader || self == .longTotal
    }

    private func alignRight(_ format: UnsafeMutablePointer<lxw_format>, indent: UInt8) {
        format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue))
        if indent > 0 { format_set_indent(format, indent) }
    }
}
