export { CodedError } from "./coded-error.ts";
export { CoreError, type CoreFailure } from "./errors.ts";
export { type BlockCodec, CID_BYTES, type Cid, cidFromBytes, cidOf, cidSchema, cidToBytes, codecOf, isCid, parseCid } from "./ids/cid.ts";
export { type Did, didFromPeerId, didFromPublicKey, didSchema, isDid, type PeerIdText, parseDid, peerIdFromDid, publicKeyOf } from "./ids/did.ts";
export { type JobId, jobIdSchema } from "./ids/job-id.ts";
export { type NetworkId, networkIdSchema } from "./ids/network-id.ts";
