extension AuditPage {
    /// A page that needs nothing else: no script, no font, no address outside itself.
    var html: String {
        var out = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Self.escaped(title))</title>
            <style>\(Self.style)</style></head><body>
            <h1>\(Self.escaped(title))</h1>

            """
        for section in sections {
            out += "<section><h2>\(Self.escaped(section.title))</h2>\n"
            for block in section.blocks { out += Self.html(block) }
            out += "</section>\n"
        }
        return out + "</body></html>\n"
    }

    private static let style = """
        body{font:14px/1.45 system-ui,"Liberation Sans",sans-serif;color:#1a1a1a;max-width:76rem;\
        margin:2rem auto;padding:0 1rem}h1{font-size:1.5rem;border-bottom:3px solid #b3261e;\
        padding-bottom:.4rem}h2{font-size:1.1rem;margin:1.8rem 0 .5rem;color:#7a1a14}\
        table{border-collapse:collapse;margin:.3rem 0 .8rem}\
        th,td{text-align:left;padding:.2rem .7rem .2rem 0;vertical-align:top;\
        border-bottom:1px solid #ddd;overflow-wrap:break-word}td.h{overflow-wrap:anywhere}th{color:#555;font-weight:600}\
        td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\
        table.facts th{white-space:nowrap;min-width:9rem}h3{font-size:.95rem;margin:.6rem 0 .2rem;\
        overflow-wrap:anywhere}pre{background:#f6f4f2;padding:.7rem;white-space:pre-wrap;\
        overflow-wrap:anywhere;font:12px/1.4 "Liberation Mono",monospace;margin:.2rem 0 .8rem}\
        table.two{width:100%;table-layout:fixed}table.two td{width:50%;border:0;padding-right:1rem}\
        @page{size:A4 landscape;margin:12mm}@media print{body{margin:0;max-width:none}section{break-inside:auto}}
        """

    private static func html(_ block: Block) -> String {
        switch block {
        case .facts(let facts):
            let rows = facts.map {
                "<tr><th>\(escaped($0.0))</th><td>\(escaped($0.1))</td></tr>\n"
            }
            return "<table class=\"facts\">\n\(rows.joined())</table>\n"
        case .table(let columns, let rows):
            func cells(_ texts: [String], _ tag: String) -> String {
                let cells = zip(texts, columns).map { text, column in
                    let mark =
                        column.alignment == .right
                        ? " class=\"n\"" : hasLongWord(text) ? " class=\"h\"" : ""
                    return "<\(tag)\(mark)>\(escaped(text))</\(tag)>"
                }
                return "<tr>\(cells.joined())</tr>\n"
            }
            return "<table>\n\(cells(columns.map(\.title), "th"))"
                + rows.map { cells($0, "td") }.joined() + "</table>\n"
        case .literal(let title, let text):
            return "<h3>\(escaped(title))</h3>\n<pre>\(escaped(text))</pre>\n"
        case .sideBySide(let left, let right):
            let halves = [left, right].map {
                "<td><h3>\(escaped($0.0))</h3><pre>\(escaped($0.1))</pre></td>"
            }
            return "<table class=\"two\"><tr>\(halves.joined())</tr></table>\n"
        case .paragraph(let text): return "<p>\(escaped(text))</p>\n"
        }
    }

    /// A digest or the like, which may break anywhere; other words must not.
    private static func hasLongWord(_ text: String) -> Bool {
        text.split(separator: " ").contains { $0.utf8.count > 32 }
    }

    /// Text that can be nothing but text, between tags and in attributes; control characters shown.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            case "\n", "\t": out.unicodeScalars.append(scalar)
            default:
                if scalar.properties.generalCategory == .control {
                    out += String(Character(scalar)).printable
                } else {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        return out
    }
}
