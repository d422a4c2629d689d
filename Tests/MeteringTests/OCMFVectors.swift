/// Records signed with OpenSSL's own command line (`openssl dgst -sha256 -sign`) over one payload, one
/// for each curve of OCMF 1.4, table 22; both spellings of the brainpool curves occur.
enum OCMFVectors {
    static let payload = #"""
        {"FV":"1.0","GI":"Meter","GS":"S-1","PG":"T7","MS":"M-1","RD":[\#
        {"TM":"2026-10-09T10:00:00,000+0000 S","TX":"B","RV":1234.5670,\#
        "RI":"01-00:B2.08.00*FF","RU":"kWh","ST":"G"},\#
        {"TM":"2026-10-09T11:00:00,000+0000 S","TX":"E","RV":1245.567}]}
        """#

    static let signed: [(curve: String, key: String, signature: String)] = [
        (
            "secp192k1",
            "3046301006072a8648ce3d020106052b8104001f033200049f0c17264863f046118f5a8043eb850b"
                + "29726573d0d571f1c63e5d8b256abc3948b5dc47833aed7993b345c057caef84",
            "3036021900c3ffc2904d1306a2613328f771dbd69aa475ccbf33e2d297021900d3a739f731403aa5"
                + "adf911fcdba13bcf0099c9e80a49ae89"
        ),
        (
            "secp256k1",
            "3056301006072a8648ce3d020106052b8104000a03420004f1ef669e1da6848b165aed2685708293"
                + "68a028698db6cd8ab683ddece3680a5156b6b1c9c84c3e2b63c5d9c7fb60ff25b730bf7fe499506a"
                + "65292e95d13df351",
            "304402207f3ea2deb70d5c6f0bb7045ee80d911e64e7a60d2fd2276cc08199935f40d80f02202b3c"
                + "15269ea4151f5307aa9e815d8cbc10738428acbb5231419e1b50d9eae77b"
        ),
        (
            "secp192r1",
            "3049301306072a8648ce3d020106082a8648ce3d030101033200047356c56d0e8c9bec8f5baaf5a5"
                + "51c165a3e98d14e114b96c1d43acbbb3425cc234cf063936562b2bda62ae76f6f54e5a",
            "3036021900f837a398474261aca569a22957f3f3b9c8e698b2712fb9d8021900fc8e4ab8df936b3e"
                + "732db4dad435258c365568767e04ab76"
        ),
        (
            "secp256r1",
            "3059301306072a8648ce3d020106082a8648ce3d0301070342000475e0def2d20f484635e03e2713"
                + "2e5a2a33e840bd2bb592b2ec1a5e27800905d04382c3d916d93ba4b38b5037743b5be9a0228f3e22"
                + "af50fac649c121b6a9f8f8",
            "3045022057b21fc098d46f505b0a92e7245524e24bbc8ac4529c31b785304c1c655b47b2022100ad"
                + "e57ed3da2578ee7253d7aa577c278e99be90d392356978b6545ac991ab6fcb"
        ),
        (
            "brainpoolP256r1",
            "305a301406072a8648ce3d020106092b2403030208010107034200042f1d0db19569abb6ae577f5a"
                + "a253a75be8ba0f75ec5cb1293fefb8aea7345740a3ec1fb66643984e432f6850988aa53ef7b5839c"
                + "a82befc643551207001d4362",
            "304302204e371bfe5cdc92a523a2bc35b8d5930aa458d8c2d380ccf10a87227e9cc54846021f5e13"
                + "9523babfeda6c94ca5a8dd419963dc53e777010aaa861a5ef53b664dba"
        ),
        (
            "secp384r1",
            "3076301006072a8648ce3d020106052b8104002203620004cc9ba82e5da93030f99170333ac0c7aa"
                + "11eb9353dad30d1bb3f86d9476b1c7e1d7e146234a22c4e6dcd3a49ba4b5ba6b0c6728e0225546f4"
                + "fa53ea75a8981ae64d16ccede541ddda37f15a06fcacbfc1f0c290c4ce10eaf4a6f139c10f11bd38",
            "306402307649b904ad4318ba576f9034d82a7e644c77021a5cbe59468661221cffa31ab6542b19c3"
                + "14cafd99cecf9198ee45aef9023058419113b28f956de8a2a9891594a35c0ac63d25717296a62f75"
                + "55a656daf073a5b578a63dd5b20aeeb815b3154b16f2"
        ),
        (
            "brainpool384r1",
            "307a301406072a8648ce3d020106092b240303020801010b03620004380445f7717d29399e31e37d"
                + "39ec1fa4ce77ebf71c50526341427820ea71b0dae4c738a96951f8183ae2768abe7d901468314b12"
                + "d75c3e85491a7dee17fcbd12e18d1bc41d3718841da7551f16e30c95d54871abb845bdcb60b1558f"
                + "88a2875f",
            "30650231008c8863ff08c5fa02749ddec8665407d40849ea0bb40fad2d57c43543dee8887b498605"
                + "8b3c7acb6571462443e83899f90230339fa210eaf6e746e3a20c722067f252b4584d58a56212d7af"
                + "42648f8aaab7c346d4b10c65102788161c3aea31910585"
        ),
    ]

    /// Of a KEBA KCP30, from the examples of the S.A.F.E. transparency software, with its key.
    static let keba = #"""
        OCMF|{"FV":"1.0","GI":"KEBA_KCP30","GS":"17619300","GV":"2.8.5","PG":"T32","IS":false,\#
        "IL":"NONE","IF":["RFID_NONE","OCPP_NONE","ISO15118_NONE","PLMN_NONE"],"IT":"NONE","ID":"",\#
        "RD":[{"TM":"2019-08-13T10:03:15,000+0000 I","TX":"B","EF":"","ST":"G","RV":0.2596,\#
        "RI":"1-b:1.8.0","RU":"kWh"},{"TM":"2019-08-13T10:03:36,000+0000 R","TX":"E","EF":"",\#
        "ST":"G","RV":0.2597,"RI":"1-b:1.8.0","RU":"kWh"}]}|{"SD":"\#
        304502200E2F107C987A300AC1695CA89EA149A8CDFA16188AF0A33EE64B67964AA943F9\#
        022100889A72B6D65364BEA8562E7F6A0253157ACFF84FE4929A93B5964D23C4265699"}
        """#

    static let kebaKey =
        "3059301306072A8648CE3D020106082A8648CE3D030107034200043AEEB45C392357820A58FDFB"
        + "0857BD77ADA31585C61C430531DFA53B440AFBFDD95AC887C658EA55260F808F55CA948DF235C2"
        + "108A0D6DC7D4AB1A5E1A7955BE"
}
