import Amounts
import CXLSXWriter

// The one file with Doubles. An XLSX cell holds nothing but an IEEE 754 double, so the last call of
// the way needs one; every sum and comparison before it is exact. A decimal of at most 15
// significant digits survives the conversion: the nearest double reads back as the same 15 digits.

extension Worksheet {
    func write(
        number value: ExactNumber, row: Int, column: Int,
        _ format: UnsafeMutablePointer<lxw_format>?
    ) throws(ReportingError) {
        try check(
            worksheet_write_number(
                handle, lxw_row_t(row), lxw_col_t(column), value.double, format))
    }

    /// Width in characters of the default font, counted as Excel counts it.
    func setWidth(_ characters: Int, column: Int) throws(ReportingError) {
        let at = lxw_col_t(column)
        try check(worksheet_set_column(handle, at, at, Double(characters), nil))
    }

    func setHeaderHeight(lines: Int) throws(ReportingError) {
        try check(worksheet_set_row(handle, 0, Double(lines) * 14 + 6, nil))
    }
}

extension CellStyle {
    func setSize(_ points: Int, of format: UnsafeMutablePointer<lxw_format>) {
        format_set_font_size(format, Double(points))
    }
}

/// A number that a cell can hold without losing a digit.
struct ExactNumber: Hashable {
    let double: Double

    /// Nil when it has more than 15 significant digits.
    init?(_ value: ExactDecimal) {
        var (coefficient, scale) = (value.coefficient, value.scale)
        if coefficient.magnitude > Self.coefficientMax {
            (coefficient, scale) = (value.trimmed().coefficient, value.trimmed().scale)
            var significant = coefficient.magnitude
            while significant > Self.coefficientMax {
                let (quotient, remainder) = significant.quotientAndRemainder(dividingBy: 10)
                guard remainder == 0 else { return nil }
                significant = quotient
            }
        }
        // Both operands are exact doubles below these bounds, so one division gives the nearest.
        if coefficient.magnitude < 1 << 53, scale <= 22 {
            double = Double(Int64(coefficient)) / Self.powers[scale]
        } else if let nearest = Double(value.description) {
            double = nearest
        } else {
            return nil
        }
    }

    /// Days since 1899-12-30, how Excel counts dates; nil before 1900-03-01, where its calendar has
    /// a day too many.
    init?(day daysSince1970: Int) {
        guard daysSince1970 >= -25_508 else { return nil }
        double = Double(daysSince1970 + 25_569)
    }

    /// A moment as local date and time of the report's offset.
    init?(instant milliseconds: Int64, offsetMinutes: Int) {
        let (days, rest) = daysAndRest(milliseconds, offsetMinutes: offsetMinutes)
        guard days >= -25_508 else { return nil }
        double = Double(days + 25_569) + Double(rest) / 86_400_000
    }

    /// Days, as Excel's `[h]:mm:ss` wants it; nil below zero, which it shows as #####.
    init?(duration seconds: Int64) {
        guard seconds >= 0 else { return nil }
        double = Double(seconds) / 86_400
    }

    /// The largest number of 15 digits.
    private static let coefficientMax: UInt128 = 999_999_999_999_999

    /// Every power of ten that is an exact double.
    private static let powers: [Double] = {
        var powers: [Double] = [1]
        for _ in 0..<22 { powers.append(powers[powers.count - 1] * 10) }
        return powers
    }()
}

// MARK: - Charts

extension Worksheet {
    /// - Parameters: `width` and `height` in pixels.
    func insert(
        _ drawing: Drawing, row: Int, column: Int, width: Int, height: Int
    ) throws(ReportingError) {
        var options = lxw_chart_options()
        // The size of a chart that nobody scales.
        options.x_scale = Double(width) / 480
        options.y_scale = Double(height) / 288
        // Off the edge of the page.
        options.y_offset = 4
        try check(
            worksheet_insert_chart_opt(
                handle, lxw_row_t(row), lxw_col_t(column), drawing.handle, &options))
    }
}

extension Drawing {
    func setTitleFont() {
        var font = font(points: 12)
        font.bold = 1
        chart_title_set_name_font(handle, &font)
    }

    func setAxisFont(_ axis: UnsafeMutablePointer<lxw_chart_axis>?) {
        var font = font(points: 9)
        chart_axis_set_num_font(axis, &font)
    }

    func setNameFont(_ axis: UnsafeMutablePointer<lxw_chart_axis>?) {
        var font = font(points: 9)
        font.bold = 0
        chart_axis_set_name_font(axis, &font)
    }

    func setLegendFont() {
        var font = font(points: 9)
        chart_legend_set_font(handle, &font)
    }

    /// An axis of shares: from 0 to 100 %.
    func endAtOne(_ axis: UnsafeMutablePointer<lxw_chart_axis>?) {
        chart_axis_set_min(axis, 0)
        chart_axis_set_max(axis, 1)
    }

    private func font(points: Int) -> lxw_chart_font {
        var font = lxw_chart_font()
        font.size = Double(points)
        return font
    }
}
