import { CID_BYTES } from "@icn-mesh/core";
import type { GuestContext } from "../guest/guest-context.ts";
import type { GuestQuestion } from "../guest/guest-event.ts";
import type { ICN_MESH_ABI } from "./icn-abi.ts";

/** What a CID takes as text: the prefix and five bits a letter. */
const ID_LETTERS = 1 + Math.ceil((CID_BYTES * 8) / 5);
const MAX_ACCOUNT = 128;
const NO_BYTES = new Uint8Array();
/** What a question about a number answers where it was refused. */
const REFUSED = -1n;

/** The functions of `icn` for a guest that may call the mesh. Where one says how much it wrote, 0 is a refusal. */
export function createMeshFunctions({ memory, port, charge, chargeEvent }: GuestContext) {
  /** True where an id fits, and where the guest wants none. */
  function hasRoom(pointer: number | undefined, capacity = 0): boolean {
    return pointer === undefined || memory.view(pointer, capacity).length >= ID_LETTERS;
  }

  /** Asks with bytes of the guest for an id, which goes into a buffer of the guest where it gave one. */
  function askForId(type: "submit-job" | "anchor-receipt") {
    return (...[pointer, length, outPointer, capacity]: [number, number, number?, number?]): number => {
      const bytes = memory.read(pointer, length);
      chargeEvent(bytes.length);
      // A buffer that is too small is refused before anything is spent.
      if (bytes.length === 0 || !hasRoom(outPointer, capacity)) return 0;
      const id = port.ask({ type, bytes }) ?? NO_BYTES;
      return outPointer === undefined ? id.length : memory.write(outPointer, capacity ?? 0, id);
    };
  }

  /** Asks about an account, or about the job's own where the guest names none. */
  function askForNumber(type: "mana" | "reputation") {
    return (pointer?: number, length?: number): bigint => {
      const account = pointer === undefined ? "" : memory.text(pointer, length ?? 0, MAX_ACCOUNT);
      chargeEvent(account.length);
      return numberIn(port.ask({ type, account } satisfies GuestQuestion)) ?? REFUSED;
    };
  }

  return {
    host_submit_mesh_job: askForId("submit-job"),
    host_anchor_receipt: askForId("anchor-receipt"),
    host_get_pending_mesh_jobs(pointer: number, capacity: number): number {
      chargeEvent(0);
      memory.view(pointer, capacity);
      const jobs = port.ask({ type: "pending-jobs" });
      if (jobs === undefined || jobs.length > capacity >>> 0) return 0;
      charge(jobs.length);
      return memory.write(pointer, capacity, jobs);
    },
    host_account_get_mana: askForNumber("mana"),
    host_account_spend_mana(pointer: number, length: number, amount: bigint): number {
      const account = memory.text(pointer, length, MAX_ACCOUNT);
      chargeEvent(account.length);
      const spent = port.ask({ type: "spend-mana", account, amount: BigInt.asUintN(64, amount) });
      return spent === undefined ? 0 : 1;
    },
    host_get_reputation: askForNumber("reputation"),
  } satisfies Record<keyof typeof ICN_MESH_ABI, unknown>;
}

function numberIn(bytes: Uint8Array | undefined): bigint | undefined {
  if (bytes?.length !== 8) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0, true);
}
