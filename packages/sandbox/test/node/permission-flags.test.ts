import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { permissionFlags } from "../../src/node/permission-flags.ts";

const intruder = new URL("intruder-program.ts", import.meta.url);
const server = createServer((socket) => socket.on("error", () => undefined));
let folder = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  folder = await mkdtemp(join(tmpdir(), "icn-mesh-secret-"));
  await writeFile(join(folder, "key"), "secret");
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

async function intrude(flags: readonly string[]): Promise<unknown> {
  const { port } = server.address() as AddressInfo;
  const args = [...flags, "--no-warnings", fileURLToPath(intruder), join(folder, "key"), String(port)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: {} });
  return JSON.parse(stdout);
}

it("lets a guest process reach nothing but the code that it is", async () => {
  expect(await intrude(permissionFlags(intruder))).toEqual({
    "read a file": "ERR_ACCESS_DENIED",
    "write a file": "ERR_ACCESS_DENIED",
    "start a program": "ERR_ACCESS_DENIED",
    "open a connection": "ERR_ACCESS_DENIED",
    environment: 0,
  });
});

it("would let it do all of that without the flags", async () => {
  expect(await intrude([])).toEqual({
    "read a file": "done",
    "write a file": "done",
    "start a program": "done",
    "open a connection": "done",
    environment: 0,
  });
});
