import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cid } from "@icn-mesh/core";
import { type BenchRow, sideBySide } from "../side-by-side.ts";
import { commitRows } from "./commit-rows.ts";
import { openFloor, openNaive, openOurs, openPeers } from "./store-subject.ts";

const SIZES = [300, 4096];
const STORED = 20_000;

/** Durable commits and reads: our stores, what one would use instead, and the least that the disk takes. */
export async function storeSuite(): Promise<readonly BenchRow[]> {
  const rows = [...(await inDirectory((directory) => commitRows(directory, SIZES)))];
  for (const size of SIZES) rows.push(...(await inDirectory((directory) => readRows(directory, size))));
  return rows;
}

async function inDirectory(
  measure: (directory: string) => Promise<readonly BenchRow[]>,
): Promise<readonly BenchRow[]> {
  const directory = mkdtempSync(join(tmpdir(), "icn-mesh-bench-"));
  try {
    return await measure(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function readRows(directory: string, size: number): Promise<readonly BenchRow[]> {
  const floor = openFloor(directory);
  const file = await openOurs(directory, "file");
  const sqlite = await openOurs(directory, "sqlite");
  const others = [openNaive(directory), ...(await openPeers(directory))];
  const cids: Cid[] = [];
  for (let from = 0; from < STORED; from += 1000) {
    const blocks = Array.from({ length: 1000 }, (_, index) => content(size, from + index));
    for (const { put } of [file, sqlite, ...others]) await Promise.all(blocks.map(put));
    for (const bytes of blocks) cids.push(floor.place(bytes));
  }
  const next = shuffled(cids);
  const rows = await sideBySide({
    operation: `get one of ${STORED} blocks of ${size} B`,
    contenders: [
      { name: "read from a known place in a file", run: async () => floor.get(next()) },
      { name: file.name, run: () => file.get(next()), wanted: 2 },
      { name: sqlite.name, run: () => sqlite.get(next()) },
      ...others.map(({ name, get }) => ({ name, run: async () => get(next()) })),
    ],
  });
  for (const { close } of [floor, file, sqlite, ...others]) await close();
  return rows;
}

/** One after the other in an order in which no two are neighbours. */
function shuffled(cids: readonly Cid[]): () => Cid {
  let at = 0;
  return () => {
    at = (at + 7919) % cids.length;
    return cids[at] as Cid;
  };
}

function content(size: number, number: number): Uint8Array {
  const bytes = new Uint8Array(size).fill(7);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}
