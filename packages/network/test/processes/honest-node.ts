import type { Did } from "@icn-mesh/core";
import type { HonestSetting } from "./honest-words.ts";
import { startProgram } from "./start-program.ts";

/** What an honest process has seen. */
export interface HonestReport {
  /** The milliseconds that each honest message took, by its author's key and its number. */
  readonly delays: Readonly<Record<string, number>>;
  readonly others: number;
  /** Messages that a later version may understand. */
  readonly later: number;
  readonly rssMiB: number;
  readonly peakMiB: number;
  readonly peers: readonly Did[];
  /** The lowest score that each peer was seen with. */
  readonly lowest: Readonly<Record<Did, number>>;
  readonly dropped: readonly Did[];
}

/** An honest node in a process of its own. */
export interface HonestNode {
  readonly did: Did;
  readonly address: string;
  readonly key: number;
  order(order: string, terms?: object): Promise<Record<string, unknown>>;
  report(): Promise<HonestReport>;
  kill(signal: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

const PROGRAM = new URL("./honest-program.ts", import.meta.url);

/** Starts one, and resolves when it listens. */
export async function startHonestNode(setting: HonestSetting): Promise<HonestNode> {
  const program = startProgram(PROGRAM, [JSON.stringify(setting)]);
  const { did, address } = JSON.parse(await program.line());
  const order = async (name: string, terms: object = {}): Promise<Record<string, unknown>> => {
    program.say(JSON.stringify({ order: name, ...terms }));
    const answer = JSON.parse(await program.line());
    if ("failed" in answer) throw new Error(String(answer.failed));
    return answer;
  };
  return {
    did,
    address,
    key: setting.key,
    order,
    report: async () => (await order("report")) as unknown as HonestReport,
    kill: program.kill,
    stop: program.stop,
  };
}
