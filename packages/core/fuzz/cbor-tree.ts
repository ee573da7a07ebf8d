/** A list (major type 4), a map (5, names and values in turn), or the bytes of anything else. */
export type CborTree = Uint8Array | CborBranch;

/** What a mutator may change in place. */
export interface CborBranch {
  readonly major: 4 | 5;
  items: CborTree[];
}

/** The tree of one good input. */
export function parseTree(bytes: Uint8Array): CborTree {
  return parseAt(bytes, 0).tree;
}

/** The bytes of a tree, every head in its shortest form; whether maps are in order is for the mutator to choose. */
export function printTree(tree: CborTree): Uint8Array {
  if (tree instanceof Uint8Array) return tree;
  const count = tree.major === 5 ? tree.items.length / 2 : tree.items.length;
  return concat([head(tree.major, count), ...tree.items.map(printTree)]);
}

/** Every list and map of a tree, itself included. */
export function branchesOf(tree: CborTree): CborBranch[] {
  return tree instanceof Uint8Array ? [] : [tree, ...tree.items.flatMap(branchesOf)];
}

/** The same tree with every map in canonical order. */
export function sorted(tree: CborTree): CborTree {
  if (tree instanceof Uint8Array) return tree;
  const items = tree.items.map(sorted);
  if (tree.major === 4) return { major: 4, items };
  const entries = items.flatMap((name, at) =>
    at % 2 === 0 ? [[name, items[at + 1] as CborTree] as const] : [],
  );
  entries.sort(([left], [right]) => compare(printTree(left), printTree(right)));
  return { major: 5, items: entries.flat() };
}

/** A text as CBOR has it. */
export function textBytes(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  return concat([head(3, bytes.length), bytes]);
}

/** All parts in one array. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function parseAt(bytes: Uint8Array, at: number): { readonly tree: CborTree; readonly end: number } {
  const major = (bytes[at] as number) >> 5;
  const { value, end } = readHead(bytes, at);
  if (major === 2 || major === 3) return { tree: bytes.slice(at, end + value), end: end + value };
  if (major === 6) return { tree: bytes.slice(at, parseAt(bytes, end).end), end: parseAt(bytes, end).end };
  if (major !== 4 && major !== 5) return { tree: bytes.slice(at, end), end };
  const items: CborTree[] = [];
  let next = end;
  for (let left = major === 5 ? value * 2 : value; left > 0; left--) {
    const item = parseAt(bytes, next);
    items.push(item.tree);
    next = item.end;
  }
  return { tree: { major, items }, end: next };
}

function readHead(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } {
  const size = (bytes[at] as number) & 31;
  if (size < 24) return { value: size, end: at + 1 };
  const end = at + 1 + 2 ** (size - 24);
  return { value: bytes.subarray(at + 1, end).reduce((value, byte) => value * 256 + byte, 0), end };
}

function head(major: number, count: number): Uint8Array {
  if (count < 24) return Uint8Array.of((major << 5) | count);
  if (count < 256) return Uint8Array.of((major << 5) | 24, count);
  return Uint8Array.of((major << 5) | 25, count >> 8, count & 255);
}

function compare(left: Uint8Array, right: Uint8Array): number {
  const at = left.findIndex((byte, index) => byte !== right[index]);
  return at < 0 ? left.length - right.length : (left[at] as number) - (right[at] ?? -1);
}
