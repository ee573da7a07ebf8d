import { type HistoryBundle, historyBundleCodec } from "@icn-mesh/client";
import { type Cid, cidOf, constitutionRecord } from "@icn-mesh/core";
import { exportCar } from "@icn-mesh/dag";
import type { Federation } from "@icn-mesh/economics";
import type { JobEvidence } from "@icn-mesh/runtime";

/** All that proves a history, as a CAR whose root names the parts: with the constitution, whose guards certify. */
export function historyCar(
  { net, constitution }: Federation,
  { job, entries, facts, proofs }: JobEvidence,
): AsyncIterable<Uint8Array> {
  const blocks = new Map<Cid, Uint8Array>();
  function put(bytes: Uint8Array): Cid {
    const cid = cidOf(bytes);
    blocks.set(cid, bytes);
    return cid;
  }
  put(constitutionRecord.codec.encode(constitution));
  for (const { bytes } of [job, ...facts]) put(bytes);
  const bundle: HistoryBundle = {
    t: "icn-mesh/history/1",
    net,
    job: { cid: job.cid, sig: job.sig },
    entries: entries.map(({ bytes, sig }) => ({ cid: put(bytes), sig })),
    proofs: proofs.map(({ certificate, body }) => ({
      certificate: put(certificate),
      body: body && put(body),
    })),
  };
  const parts = [...blocks.keys()];
  const root = put(historyBundleCodec.encode(bundle));
  const keptLinks = ({ cid }: { readonly cid: Cid }) => (cid === root ? parts : []);
  return exportCar({ get: async (cid) => blocks.get(cid) }, [root], { keptLinks });
}
