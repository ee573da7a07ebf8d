import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** What the peer in Go says, one JSON object a line; bytes are base64. */
export interface GoEvent {
  readonly id?: number;
  readonly event: string;
  readonly error?: string;
  readonly peer?: string;
  readonly addresses?: readonly string[];
  readonly topic?: string;
  readonly data?: string;
  readonly frames?: readonly string[];
}

/** A running peer in Go. */
export interface GoPeer {
  readonly peerId: string;
  readonly addresses: readonly string[];
  /** All that it said besides the answers to commands. */
  readonly events: readonly GoEvent[];
  /** Has it do something; rejects with what went wrong there. */
  tell(command: Readonly<Record<string, unknown>>): Promise<GoEvent>;
  /** Resolves when it has ended. */
  stop(): Promise<void>;
}

/** Starts the program and waits until it listens. */
export async function startGoPeer(program: string): Promise<GoPeer> {
  const child = spawn(program, [], { stdio: ["pipe", "pipe", "pipe"] });
  const events: GoEvent[] = [];
  const waiting = new Map<number, (event: GoEvent) => void>();
  const listening = Promise.withResolvers<GoEvent>();
  child.once("error", listening.reject);
  createInterface({ input: child.stdout }).on("line", (line) => {
    const event: GoEvent = JSON.parse(line);
    if (event.event === "listening") listening.resolve(event);
    else if (event.id === undefined) events.push(event);
    else waiting.get(event.id)?.(event);
  });
  const { peer = "", addresses = [] } = await listening.promise;
  return { peerId: peer, addresses, events, tell: teller(child, waiting), stop: () => ended(child) };
}

function teller(
  child: ChildProcessWithoutNullStreams,
  waiting: Map<number, (event: GoEvent) => void>,
): GoPeer["tell"] {
  let last = 0;
  return (command) => {
    last += 1;
    const id = last;
    child.stdin.write(`${JSON.stringify({ id, ...command })}\n`);
    return new Promise((resolve, reject) => {
      waiting.set(id, (event) => {
        waiting.delete(id);
        if (event.error === undefined) resolve(event);
        else reject(new Error(event.error));
      });
    });
  };
}

/** It ends when nobody commands it any more. */
function ended(child: ChildProcessWithoutNullStreams): Promise<void> {
  return new Promise((resolve) => {
    child.once("close", () => resolve());
    child.stdin.end();
  });
}
