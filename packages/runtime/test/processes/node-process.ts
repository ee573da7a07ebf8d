import type { Did } from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import type { NodeSetting, Orders } from "./node-words.ts";
import { type Program, startProgram } from "./start-program.ts";

/** A node in a process of its own. */
export interface NodeProcess {
  readonly did: Did;
  readonly address: string;
  order<Name extends keyof Orders>(name: Name, terms: Orders[Name][0]): Promise<Orders[Name][1]>;
  /** Resolves when it has stopped itself. */
  readonly stopped: Promise<void>;
  /** Lets it go on after that; resolves when it does. */
  wake(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
  /** Resolves when it is gone, to the signal that ended it. */
  readonly gone: Promise<NodeJS.Signals | null>;
  /** Ends its input, and waits until it is gone. */
  stop(): Promise<void>;
}

/** Starts nodes; each was loaded while the one before it ran. */
export interface NodeStarter {
  start(setting: NodeSetting): Promise<NodeProcess>;
  /** Ends what is loaded and was not needed. */
  stop(): Promise<void>;
}

const WAKE_AGAIN_MS = 50;
const PROGRAM = new URL("./mesh-node-program.ts", import.meta.url);

/** A starter that loads so many programs at once to begin with, and then one ahead. */
export function createNodeStarter(count: number): NodeStarter {
  const loaded = Array.from({ length: count }, () => startProgram(PROGRAM));
  return {
    async start(setting) {
      const node = await openNode(loaded.shift() ?? startProgram(PROGRAM), setting);
      if (loaded.length === 0) loaded.push(startProgram(PROGRAM));
      return node;
    },
    async stop() {
      for (const { child } of loaded) child.stdin?.end();
      await Promise.all(loaded.map(({ gone }) => gone));
    },
  };
}

interface Wait {
  readonly resolve: (words: never) => void;
  readonly reject: (reason: Error) => void;
}

/** Resolves when it takes part in the mesh. */
async function openNode(program: Program, setting: NodeSetting): Promise<NodeProcess> {
  const waits = new Map<number, Wait>();
  const ready = Promise.withResolvers<Pick<NodeProcess, "address" | "did">>();
  const stopped = Promise.withResolvers<void>();
  let last = 0;
  program.onWords(({ id, words, failed, event, ...rest }) => {
    if (event === "ready") return ready.resolve(rest as never);
    if (event === "stopped") return stopped.resolve();
    const wait = waits.get(Number(id));
    waits.delete(Number(id));
    if (failed === undefined) wait?.resolve(words as never);
    else wait?.reject(new Error(String(failed)));
  });
  const gone = program.gone.then((signal) => {
    const reason = new Error(`the process is gone: ${signal}`);
    ready.reject(reason);
    for (const { reject } of waits.values()) reject(reason);
    waits.clear();
    return signal;
  });
  program.say(setting);
  const { did, address } = await ready.promise;

  const order: NodeProcess["order"] = (order, terms) => {
    const id = ++last;
    program.say({ id, order, terms });
    return new Promise((resolve, reject) => {
      if (program.child.exitCode === null && program.child.signalCode === null)
        waits.set(id, { resolve, reject });
      else reject(new Error("the process is gone"));
    });
  };

  return {
    ...{ did, address, gone, order },
    stopped: stopped.promise,
    async wake() {
      // It has said so before it stops, and takes no order in between.
      const over = new AbortController();
      const awake = order("open", {}).finally(() => over.abort());
      while (!over.signal.aborted) {
        program.child.kill("SIGCONT");
        await Promise.race([awake, systemClock.after(WAKE_AGAIN_MS, over).catch(() => undefined)]);
      }
    },
    kill: () => void program.child.kill("SIGKILL"),
    async stop() {
      program.child.kill("SIGCONT");
      program.child.stdin?.end();
      await gone;
    },
  };
}
