import { join } from "node:path";
import { it } from "vitest";
import { root } from "../../steps/root.ts";
import { runCommand } from "../../steps/run-command.ts";
import { runInterop } from "./run-interop.ts";

/** Why the peer in Go cannot be built here; undefined if it can. It is not asked of any machine, not even of CI. */
async function obstacle(): Promise<string | undefined> {
  const cwd = join(root, "interop/go-peer/peer");
  if ((await runCommand(["go", "version"], { cwd })).code !== 0) return "there is no Go here";
  const env = { GOTOOLCHAIN: "local", GOFLAGS: "-mod=readonly" };
  const { code } = await runCommand(["go", "mod", "download"], { cwd, env });
  return code === 0 ? undefined : "its modules cannot be had here";
}

it("speaks to a peer in Go", async ({ skip }) => {
  const reason = await obstacle();
  if (reason !== undefined) {
    console.log(`skipped: go-peer: ${reason}`);
    skip(reason);
  }
  await runInterop("go-peer", skip);
}, 900_000);
