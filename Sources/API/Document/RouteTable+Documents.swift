import HTTPTypes

extension RouteTable {
    /// The document of the API, and a page to read it by.
    func documents(of others: [Route]) -> [Route] {
        let version = version
        let open = Route(
            method: .get, path: "/openapi.json", name: "openapi", group: "Documents",
            summary: "This document (OpenAPI 3.1).", access: .open,
            contents: [
                Route.Content(mediaType: Self.json, schema: Schema.openAPI, example: nil)
            ],
            statuses: [406], handle: { _ in .bytes([], type: Self.json) })
        let page = Route(
            method: .get, path: "/docs", name: "docs", group: "Documents",
            summary: "The same for people.", access: .open,
            contents: [
                Route.Content(mediaType: "text/html", schema: #"{"type":"string"}"#, example: nil)
            ],
            statuses: [406],
            handle: { _ in
                .bytes(
                    PackageResources.docs_html, type: "text/html; charset=utf-8",
                    headers: [
                        .contentSecurityPolicy:
                            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
                            + " connect-src 'self'; frame-ancestors 'none'"
                    ])
            })
        let described = others + operations + ofAccess + [open, page]
        let bytes = OpenAPI.document(of: described, version: version)
        let answering = Route(
            method: open.method, path: open.path, name: open.name, group: open.group,
            summary: open.summary, access: open.access, contents: open.contents,
            statuses: open.statuses, handle: { _ in .bytes(bytes, type: Self.json) })
        return [answering, page]
    }
}
