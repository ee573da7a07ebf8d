import {
  type Cid,
  cidOf,
  createMemoryStorage,
  type Did,
  type MemoryDisk,
  type Outcome,
  type Signer,
  signRecord,
  voteRecord,
} from "@icn-mesh/core";
import {
  audit,
  certificateOf,
  economicsRecords,
  type Finding,
  type MoneyFact,
  proofOf,
  slotOfFact,
} from "@icn-mesh/economics";
import { copyDisk } from "@icn-mesh/economics/testing";
import type { World } from "../guard/world.ts";

/** Guards that certify whatever they are told to, and a store into which that is written past all rules. */
export interface Planted {
  readonly disk: MemoryDisk;
  /** Writes a fact with a certificate whose signatures are good. */
  plant(fact: MoneyFact, body: Uint8Array | null, name?: string): Promise<string>;
  /** Puts another entry in the place of one, under its ref. */
  replace(name: string, change: (bytes: Uint8Array) => Uint8Array): void;
  ref(part: string): string;
  findings(): Promise<readonly Finding[]>;
}

/** A copy of the first guard's store. */
export function openPlanted({ economy }: World): Planted {
  const { federation, verifier, guards } = economy;
  const disk = copyDisk(guards[0]!.disk);
  const known = economicsRecords.find(({ type }) => type === "icn-mesh/known/1")!;
  const certificates = `mana/${federation.net}/cert/`;

  function write(name: string, bytes: Uint8Array): void {
    const cid = cidOf(bytes);
    disk.blocks.set(cid, bytes);
    disk.refs.set(name, cid);
  }

  const ref = (part: string) =>
    [...disk.refs.entries({ limit: 9999 })].map(([name]) => name).find((name) => name.includes(part))!;

  return {
    disk,
    ref,
    async plant(fact, body, name) {
      const slot = slotOfFact(fact);
      const outcome: Outcome = fact.type === "settlement" ? fact.settlement : fact.cid;
      const ballots = await Promise.all(
        guards.map(({ signer }) => vote(federation.net, signer, { slot, outcome })),
      );
      const proof = proofOf(certificateOf(federation, ballots), body);
      const keeps: Cid[] = [];
      if (body !== null) {
        keeps.push(cidOf(body));
        disk.blocks.set(cidOf(body), body);
      }
      const entry = { t: "icn-mesh/known/1", at: 1, certificate: proof.certificate, keeps };
      write(`${certificates}${name ?? slot}`, known.codec.encode(entry as never));
      return slot;
    },
    replace(name, change) {
      const cid = disk.refs.get(name)!;
      write(name, change(disk.blocks.get(cid)!));
    },
    async findings() {
      const report = await audit({ federation, verifier, storage: createMemoryStorage({ disk }) });
      return report.findings;
    },
  };
}

async function vote(
  net: World["economy"]["federation"]["net"],
  signer: Signer,
  { slot, outcome }: { readonly slot: string; readonly outcome: Outcome },
) {
  const by: Did = signer.did;
  const head = { t: "icn/vote/1", net, by, via: null, epoch: 0 } as const;
  const body = { ...head, boot: 1, slot, ballot: 0, outcome };
  const { sig } = await signRecord(voteRecord, body, signer);
  return { slot, outcome, vote: { by, boot: 1, ballot: 0, sig } };
}
