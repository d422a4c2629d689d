import CXLSXWriter

/// A chart of libxlsxwriter, which the workbook owns.
struct Drawing {
    let handle: UnsafeMutablePointer<lxw_chart>

    /// A series from a column of `sheet`, named by its header; the names of the points stand in the
    /// first column.
    func addSeries(
        in sheet: String, header: Int, rows: (first: Int, last: Int), column: Int, color: UInt32
    ) {
        guard let series = chart_add_series(handle, nil, nil) else { return }
        let (first, last) = (lxw_row_t(rows.first), lxw_row_t(rows.last))
        let at = lxw_col_t(column)
        chart_series_set_categories(series, sheet, first, 0, last, 0)
        chart_series_set_values(series, sheet, first, at, last, at)
        chart_series_set_name_range(series, sheet, lxw_row_t(header), at)
        var fill = lxw_chart_fill()
        fill.color = color
        var line = lxw_chart_line()
        line.color = color
        chart_series_set_line(series, &line)
        chart_series_set_fill(series, &fill)
    }

    func setTitle(_ title: String) {
        chart_title_set_name(handle, title)
        setTitleFont()
    }

    /// - Parameters:
    ///   - numbers: how the axis of the values writes them.
    ///   - name: of the values, when there is one series; several have a legend.
    ///   - isShare: a stack of shares ends at 100 %.
    func setAxes(kind: ChartDefinition.Kind, numbers: String, name: String?, isShare: Bool) {
        // For libxlsxwriter x lies and y stands, so lying bars have their names on y.
        let lies = kind == .bar || kind == .stacked
        let (across, up) = (handle.pointee.x_axis, handle.pointee.y_axis)
        let (points, values) = lies ? (up, across) : (across, up)
        chart_axis_set_num_format(values, numbers)
        var faint = lxw_chart_line()
        faint.color = 0xD9D9D9
        chart_axis_major_gridlines_set_line(values, &faint)
        setAxisFont(points)
        setAxisFont(values)
        chart_set_series_gap(handle, 45)
        if lies {
            // The first row at the top, the scale at the bottom.
            chart_axis_set_reverse(points)
            chart_axis_set_label_position(
                values, UInt8(LXW_CHART_AXIS_LABEL_POSITION_HIGH.rawValue))
        }
        // Names stay at the edge where a bar goes below zero.
        chart_axis_set_label_position(points, UInt8(LXW_CHART_AXIS_LABEL_POSITION_LOW.rawValue))
        if kind == .stacked, isShare { endAtOne(values) }
        if let name {
            chart_legend_set_position(handle, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
            chart_axis_set_name(values, name)
            setNameFont(values)
        } else {
            chart_legend_set_position(handle, UInt8(LXW_CHART_LEGEND_BOTTOM.rawValue))
            setLegendFont()
        }
    }
}

extension ChartDefinition.Kind {
    var ofLibrary: UInt8 {
        switch self {
        case .column: UInt8(LXW_CHART_COLUMN.rawValue)
        case .bar: UInt8(LXW_CHART_BAR.rawValue)
        case .stacked: UInt8(LXW_CHART_BAR_STACKED.rawValue)
        case .line: UInt8(LXW_CHART_LINE.rawValue)
        }
    }
}
