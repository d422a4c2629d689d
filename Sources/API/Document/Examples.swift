/// Answers as they could be, for the document of the API. A test holds each to its schema.
enum Examples {
    static let token = """
        {"access_token":"eyJhbGciOiJFUzI1NiIsImtpZCI6ImtleS0xIn0.e30.c2lnbmF0dXJl","token_type":"Bearer",\
        "expires_in":300,"scope":"settlement:read"}
        """

    static let keys = """
        {"keys":[{"kty":"EC","use":"sig","alg":"ES256","crv":"P-256","kid":"key-1",\
        "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",\
        "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}
        """

    /// An hour, 10 kWh at 0.25 EUR.
    static let charge = """
        {"cdr":{"country_code":"DE","party_id":"ALL","id":"C1","session_id":"S1",\
        "start_date_time":"2026-10-01T10:00:00Z","end_date_time":"2026-10-01T11:00:00Z",\
        "cdr_token":{"country_code":"DE","party_id":"TNM","uid":"U1","type":"RFID",\
        "contract_id":"DE-TNM-C1"},"auth_method":"WHITELIST","cdr_location":{"id":"L1",\
        "address":"Road 1","city":"Town","country":"DEU","coordinates":{"latitude":"50.77",\
        "longitude":"-126.10"},"evse_uid":"E1","evse_id":"DE*ALL*E1","connector_id":"1",\
        "connector_standard":"IEC_62196_T2","connector_format":"SOCKET","connector_power_type":\
        "AC_3_PHASE"},"currency":"EUR","charging_periods":[{"start_date_time":\
        "2026-10-01T10:00:00Z","tariff_id":"T1","dimensions":[{"type":"ENERGY","volume":10}]}],\
        "total_cost":{"excl_vat":2.50},"total_energy":10,"total_time":1,\
        "last_updated":"2026-10-01T11:01:00Z"},\
        "tariff":{"country_code":"DE","party_id":"ALL","id":"T1","currency":"EUR","elements":[\
        {"price_components":[{"type":"ENERGY","price":0.25,"step_size":1}]}],\
        "last_updated":"2026-09-01T00:00:00Z"}}
        """

    /// Energy alone costs something.
    private static func costs(_ energy: String, _ rest: String) -> String {
        let (energy, rest) = (money(energy), money(rest))
        return """
            "total_cost":\(energy),"total_fixed_cost":\(rest),"total_energy_cost":\(energy),\
            "total_time_cost":\(rest),"total_parking_cost":\(rest),"total_reservation_cost":\(rest)
            """
    }

    private static func money(_ amount: String) -> String {
        #"{"before_tax":"\#(amount)","after_tax":"\#(amount)"}"#
    }

    /// What `charge` is answered with.
    static let price = """
        {"currency":"EUR",\(costs("2.5000", "0.0000")),"exact":{\(costs("2.5", "0"))},"notes":[],"working":[{"period":0,\
        "from":"2026-10-01T10:00:00Z","dimension":"ENERGY","category":"total_energy_cost",\
        "tariff":"T1","element":0,"component":0,"price":"0.25","vat":null,"step_size":1,\
        "unit":"kWh","volume_sent":"10","volume_snapped":"10","volume_billed":"10",\
        "step_applied":null,"before_tax":"2.5","after_tax":"2.5","skipped":[]}]}
        """

    static let workings = """
        {"claimed":\(money("2.50")),"ours":\(price),\
        "by_the_tariff_in_the_cdr":null,"stored":null}
        """

    static let tariff = """
        {"hub":"own","version":1,"sha256":"5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",\
        "last_updated":"2026-09-01T00:00:00Z","tariff":{"id":"T1","currency":"EUR"},\
        "explanation":"Energy costs 0.25 EUR a kWh.",\
        "lint":{"tariff":"T1","errors":0,"findings":[]}}
        """

    static let audit = """
        {"month":"2026-10","match":{"disposition":"MATCHED","severity":"NONE","side":"emsp",\
        "counterparty":"DE-ALL","own_party":"DE-TNM","hub":"hubject","own_network":false,\
        "service_month":"2026-10","cdr_id":"C1","session_id":"S1","matched_by":"SESSION_ID",\
        "evidence":"same session id","currency":"EUR","claim":"2.50","ours":"2.50",\
        "theirs":"2.50","difference":"0.00","causes":[],"agreed":"2.50",\
        "agreed_before_tax":"2.50","disputed":"0.00","reason":"the same"},\
        "cdr":{"sha256":"5f70…","bytes":15,"hub":"hubject","ocpi":"2.2.1","version":1,\
        "last_updated":"2026-10-01T11:01:00Z","received_in":"hubs/hubject/cdrs/1.json",\
        "text":"{\\"id\\":\\"C1\\",…}"},"session":null,"copies":[],"tariffs":[],\
        "workings":\(workings),"findings":[],"signed_meter_data":null,"postings":[],"ledger":[],\
        "closes":[],"disputes":[],"runs":[]}
        """
}
