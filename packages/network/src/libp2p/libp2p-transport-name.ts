/** How bytes may reach other nodes. The last two are optional peers of this package, loaded only when named. */
export type Libp2pTransportName = "tcp" | "websocket" | "quic" | "webrtc-direct";
