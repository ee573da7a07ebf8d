import { CoreError } from "../errors.ts";
import { type BlockCodec, type Cid, cidOf } from "../ids/cid.ts";
import {
  type Block,
  type BlockInput,
  type CommitInput,
  MAX_BLOCK_BYTES,
  type RefChange,
} from "../ports/storage.ts";
import { compareUtf8 } from "./compare-utf8.ts";
import { isStorageName } from "./storage-name.ts";

/** A commit that keeps every limit and is independent of the caller's buffers. */
export interface PreparedCommit {
  /** In the order given; equal blocks appear as often as they were given. */
  readonly blocks: readonly Block[];
  /** Ascending by name, the order in which they are locked, judged and projected. */
  readonly refs: readonly RefChange[];
}

/**
 * What every engine does first with a commit, synchronously, before it waits for its turn; throws `CORE_…` errors.
 * `copy` gives the bytes a place of their own until the commit is decided.
 */
export function prepareCommit(
  input: CommitInput,
  copy: (bytes: Uint8Array) => Uint8Array = copyBytes,
): PreparedCommit {
  const refs = (input.refs ?? []).map(({ name, expect, to }) => ({ name, expect, to }));
  refs.sort((left, right) => compareUtf8(left.name, right.name));
  refs.forEach(({ name }, index) => {
    if (!isStorageName(name)) {
      throw new CoreError("not a name for a ref", { code: "CORE_BAD_REF_NAME", name: name.slice(0, 80) });
    }
    if (refs[index - 1]?.name === name) {
      throw new CoreError(`a commit changes ${name} twice`, { code: "CORE_REF_TWICE", ref: name });
    }
  });
  return { blocks: (input.blocks ?? []).map((block) => prepareBlock(block, copy)), refs };
}

/** Not `slice`, which shares the memory of a Buffer. */
function copyBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

const CODECS: ReadonlySet<BlockCodec> = new Set(["dag-cbor", "raw", "dag-pb"]);

function prepareBlock(
  { codec = "dag-cbor", bytes }: BlockInput,
  copy: (bytes: Uint8Array) => Uint8Array,
): Block {
  if (!CODECS.has(codec)) {
    throw new CoreError("no block has such a codec", {
      code: "CORE_UNKNOWN_CODEC",
      codec: String(codec).slice(0, 80),
    });
  }
  if (bytes.length > MAX_BLOCK_BYTES) {
    throw new CoreError(`a block has at most ${MAX_BLOCK_BYTES} bytes`, {
      code: "CORE_BLOCK_TOO_LARGE",
      bytes: bytes.length,
    });
  }
  const own = copy(bytes);
  return { cid: cidOf(own, codec), bytes: own };
}

/** The first of the prepared refs that does not point where the commit expects it; undefined when all do. */
export function findLostRace(
  refs: readonly RefChange[],
  actualOf: (name: string) => Cid | null,
): { readonly ref: string; readonly actual: Cid | null } | undefined {
  for (const { name, expect } of refs) {
    const actual = actualOf(name);
    if (actual !== expect) return { ref: name, actual };
  }
  return undefined;
}
