package import Hummingbird
import Store

/// `GET /cdrs/{id}`: nothing but the lookup of a CDR, over a pool like that of the API. Nobody is asked who
/// they are and everything is shown, so it is for measuring only, on the loopback.
package struct BareRoute: Sendable {
    private let pool: ConnectionPool

    /// - Parameter database: whose sessions see everything: `clearing.reach` is set for them.
    package init(database: String, limits: ConnectionPool.Limits) {
        pool = ConnectionPool(database, limits: limits)
    }

    package func add<Context: RequestContext>(to router: Router<Context>) {
        router.get("/cdrs/{id}") { [pool] _, context in
            let object = try context.parameters.require("id", as: Int64.self)
            guard let bytes = try await pool.read({ try $0.bareCDR(object) }) else {
                return Response(status: .notFound)
            }
            return Response(
                status: .ok, headers: [.contentType: "application/octet-stream"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
    }

    package func shutDown() async { await pool.shutDown() }
}
