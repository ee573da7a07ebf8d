import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { type Cid, type CommitInput, createMemoryStorage, type Storage } from "@icn-mesh/core";

/** A store in memory that writes down every commit, and begins with those that an earlier process wrote. */
export async function openKeptStorage(path: string): Promise<Pick<Storage, "commit" | "get" | "ref">> {
  const storage = createMemoryStorage();
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : [];
  for (const line of lines) await storage.commit(parse(line));
  return {
    get: storage.get,
    ref: storage.ref,
    async commit(input) {
      const result = await storage.commit(input);
      if (result.ok) appendFileSync(path, `${format(input)}\n`);
      return result;
    },
  };
}

interface Line {
  readonly blocks: readonly string[];
  readonly refs: readonly { readonly name: string; readonly expect: Cid | null; readonly to: Cid | null }[];
}

function format({ blocks = [], refs = [] }: CommitInput): string {
  return JSON.stringify({ blocks: blocks.map(({ bytes }) => Buffer.from(bytes).toString("base64")), refs });
}

function parse(line: string): CommitInput {
  const { blocks, refs }: Line = JSON.parse(line);
  return { blocks: blocks.map((text) => ({ bytes: Uint8Array.from(Buffer.from(text, "base64")) })), refs };
}
