/** What of libp2p's own log is kept: failures, nearly all of which strangers cause, or every step it takes. */
export type Libp2pLogs = "errors" | "all";
