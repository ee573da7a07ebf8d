import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Started with the flags of a guest process, it tries what a guest would that broke out of its engine.

const [outside = "", port = "0"] = process.argv.slice(2);

async function tryTo(what: () => unknown): Promise<string> {
  try {
    await what();
    return "done";
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}

function talk(): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect(Number(port), "127.0.0.1", () => resolve());
  socket.on("error", reject);
  socket.unref();
  return promise;
}

console.log(
  JSON.stringify({
    "read a file": await tryTo(() => readFileSync(outside)),
    "write a file": await tryTo(() => mkdtempSync(join(tmpdir(), "icn-mesh-intruder-"))),
    "start a program": await tryTo(() => execFileSync(process.execPath, ["--version"])),
    "open a connection": await tryTo(talk),
    environment: Object.keys(process.env).length,
  }),
);
