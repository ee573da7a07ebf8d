import { spawn } from "node:child_process";
import { once } from "node:events";
import { execPath } from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** A node in a process of its own, killed with the test at the latest. */
export interface NodeProcess {
  readonly did: string;
  readonly address: string;
  /** Gives an order, and resolves to its answer. */
  ask(order: string): Promise<Readonly<Record<string, unknown>>>;
  kill(): Promise<void>;
  /** Ends its input, and resolves to its exit code. */
  stop(): Promise<number | null>;
}

const PROGRAM = fileURLToPath(new URL("./node-program.ts", import.meta.url));

/** Starts a node with these settings; resolves when it takes part. */
export async function startProcess(flags: Readonly<Record<string, string>>): Promise<NodeProcess> {
  const child = spawn(execPath, ["--conditions=@icn-mesh/source", "--no-warnings", PROGRAM], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exit = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  async function say(line: string): Promise<Readonly<Record<string, unknown>>> {
    child.stdin.write(`${line}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error("the node is gone");
    return JSON.parse(value);
  }

  const { did, address } = await say(JSON.stringify(flags));
  return {
    did: String(did),
    address: String(address),
    ask: say,
    async kill() {
      child.kill("SIGKILL");
      await exit;
    },
    async stop() {
      child.stdin.end();
      const [code] = await exit;
      return code;
    },
  };
}
