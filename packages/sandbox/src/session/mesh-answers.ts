import { isDid } from "@icn-mesh/core";
import type { GuestQuestion } from "../guest/guest-event.ts";
import type { HostCalls } from "../host-calls.ts";
import type { Limits } from "../limits.ts";

/** Answers the questions of one guest, and no more of them than it may ask. */
export interface MeshAnswers {
  /** Undefined for a question that is refused. */
  answer(question: GuestQuestion): Promise<Uint8Array | undefined>;
}

const LARGEST_MANA = 2n ** 63n - 1n;
const DECIMAL = /^(0|[1-9]\d{0,18})$/;

/** Answers through `hostCalls`, within its allowance; refuses everything where there are none. */
export function createMeshAnswers(hostCalls: HostCalls | undefined, limits: Limits): MeshAnswers {
  let left = hostCalls?.allowance ?? 0n;
  let calls = 0;

  /** Takes the amount out of the allowance first, so that no two calls can both have it. */
  async function spending<Result>(
    amount: bigint,
    spend: () => Promise<Result | undefined>,
  ): Promise<Result | undefined> {
    if (amount < 0n || amount > left) return undefined;
    left -= amount;
    const spent = await spend();
    if (spent === undefined) left += amount;
    return spent;
  }

  async function submit(mesh: HostCalls, job: Uint8Array): Promise<Uint8Array | undefined> {
    const cost = costOf(job);
    if (cost === undefined) return undefined;
    return bytesOfText(await spending(cost, () => mesh.submitMeshJob(job, cost)));
  }

  async function spend(mesh: HostCalls, account: string, amount: bigint): Promise<Uint8Array | undefined> {
    // A guest spends for its own account only, and never nothing.
    if (account !== mesh.account || amount === 0n) return undefined;
    return spending(amount, async () => ((await mesh.spendMana(mesh.account, amount)) ? NOTHING : undefined));
  }

  async function ask(mesh: HostCalls, question: GuestQuestion): Promise<Uint8Array | undefined> {
    switch (question.type) {
      case "submit-job":
        return submit(mesh, question.bytes);
      case "anchor-receipt":
        return bytesOfText(await mesh.anchorReceipt(question.bytes));
      case "pending-jobs":
        return mesh.pendingMeshJobs();
      case "mana":
      case "reputation": {
        const account = question.account === "" ? mesh.account : question.account;
        return isDid(account) ? bytesOfNumber(await mesh[question.type](account)) : undefined;
      }
      case "spend-mana":
        return spend(mesh, question.account, question.amount);
    }
  }

  return {
    async answer(question) {
      calls++;
      return hostCalls === undefined || calls > limits.hostCalls ? undefined : ask(hostCalls, question);
    },
  };
}

const NOTHING = new Uint8Array();

/** The mana that a job as JSON would cost, in the name of the original system's field; undefined where it says none. */
function costOf(job: Uint8Array): bigint | undefined {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(job));
    if (typeof parsed !== "object" || parsed === null || !("cost_mana" in parsed)) return undefined;
    const text = String(parsed.cost_mana);
    return DECIMAL.test(text) ? BigInt(text) : undefined;
  } catch {
    return undefined;
  }
}

function bytesOfText(text: string | undefined): Uint8Array | undefined {
  return text === undefined ? undefined : new TextEncoder().encode(text);
}

function bytesOfNumber(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, value > LARGEST_MANA ? LARGEST_MANA : value, true);
  return bytes;
}
