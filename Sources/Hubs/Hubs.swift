// OCPI over HTTP: asking hubs, and being one. Bytes and nouns go up to `clearing`, which has the disk,
// the database and the clock; this module has the network and nothing else.
//
//   Wire     what travels in headers, addresses and status codes; pure, with the specification's examples
//   Client   one hub asked carefully: only its own hosts, with limits, retries and a rate
//   Sandbox  six hubs of a made-up month as real servers, each with a temper, for tests and newcomers
