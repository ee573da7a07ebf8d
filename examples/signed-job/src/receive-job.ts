import {
  type Decoded,
  type Job,
  jobRecord,
  openRecord,
  type Verified,
  type Verifier,
  verifySigned,
} from "@icn-mesh/core";

/** What a peer makes of bytes from a stranger: a job whose creator is certain, or the reason why it takes none. */
export function receiveJob(envelope: Uint8Array, verifier: Verifier): Decoded<Verified<Job>> {
  const opened = openRecord(jobRecord, envelope);
  return opened.ok ? verifySigned(opened.value, verifier) : opened;
}
