import type { Rng } from "@icn-mesh/core";
import {
  branchesOf,
  type CborBranch,
  type CborTree,
  concat,
  parseTree,
  printTree,
  sorted,
  textBytes,
} from "./cbor-tree.ts";

/** Sizes just beyond the bounds that records declare for their lists. */
const SIZES = [1, 2, 9, 17, 32, 33, 65, 129, 257, 1025];

/** Values at the edges of what a field may hold, good and bad. */
const ATOMS: readonly Uint8Array[] = [
  ...["", "x", "\uFEFFx", "\u2028", "🙂", "a".repeat(65), "ü".repeat(300), "type", "cancelled"].map(
    textBytes,
  ),
  ...["00", "17", "1818", "20", "f6", "f5", "f4", "f7", "80", "a0", "40", "f98000", "fb3ff0000000000000"].map(
    unhex,
  ),
  ...["1b001fffffffffffff", "1b0020000000000000", "1b7fffffffffffffff", "1b8000000000000000"].map(unhex),
  ...["1bffffffffffffffff", "3b001ffffffffffffe", "3b001fffffffffffff", "61ff", "63eda080", "d82a4100"].map(
    unhex,
  ),
];

/** Names that a map might have besides its own. */
const NAMES = [
  "a",
  "zz",
  "ext",
  "via",
  "type",
  "!must",
  "__proto__",
  "constructor",
  "\uFEFFt",
  "k".repeat(65),
].map(textBytes);

/**
 * A good input with one to three changes of its structure: fields swapped, doubled, removed, renamed, added or taken
 * from another input, lists grown, values nested. Three times in four the maps are put in order again, so that more
 * than the order is judged.
 */
export function reshape(rng: Rng, input: Uint8Array, donor: Uint8Array): Uint8Array {
  const tree = parseTree(input);
  const gifts = branchesOf(parseTree(donor)).flatMap(({ items }) => items.map(printTree));
  for (let count = 1 + rng.below(3); count > 0; count--) {
    const branches = branchesOf(tree).filter(({ items }) => items.length > 0);
    const branch = branches[rng.below(branches.length)] as CborBranch;
    pick(rng, branch.major === 5 ? MAP_CHANGES : LIST_CHANGES)(rng, branch, gifts);
  }
  return printTree(rng.below(4) === 0 ? tree : sorted(tree));
}

type Change = (rng: Rng, branch: CborBranch, gifts: readonly Uint8Array[]) => void;

const replaceValue = (value: (rng: Rng, gifts: readonly Uint8Array[], old: CborTree) => CborTree): Change => {
  return (rng, branch, gifts) => {
    const at = valueAt(rng, branch);
    branch.items = branch.items.with(at, value(rng, gifts, branch.items[at] as CborTree));
  };
};

const BOTH_CHANGES: readonly Change[] = [
  replaceValue((rng) => pick(rng, ATOMS)),
  replaceValue((rng, gifts) => pick(rng, gifts)),
  replaceValue((rng, _, old) => nested(old, 1 + rng.below(20))),
];

const MAP_CHANGES: readonly Change[] = [
  ...BOTH_CHANGES,
  // Two entries change places.
  (rng, branch) => {
    const [one, two] = [nameAt(rng, branch), nameAt(rng, branch)];
    const entry = branch.items.slice(one, one + 2);
    branch.items.splice(one, 2, ...branch.items.slice(two, two + 2));
    branch.items.splice(two, 2, ...entry);
  },
  // One entry twice.
  (rng, branch) => {
    const at = nameAt(rng, branch);
    branch.items.splice(at, 0, ...branch.items.slice(at, at + 2));
  },
  (rng, branch) => void branch.items.splice(nameAt(rng, branch), 2),
  (rng, branch) => void branch.items.splice(nameAt(rng, branch), 1, pick(rng, NAMES)),
  (rng, branch) => void branch.items.push(pick(rng, NAMES), pick(rng, ATOMS)),
];

const LIST_CHANGES: readonly Change[] = [
  ...BOTH_CHANGES,
  (rng, branch) => {
    branch.items = Array.from({ length: pick(rng, SIZES) }, () => printTree(pick(rng, branch.items)));
  },
  (_, branch) => void branch.items.reverse(),
  (rng, branch) => void branch.items.splice(rng.below(branch.items.length), 1),
];

function nested(tree: CborTree, levels: number): Uint8Array {
  return concat([new Uint8Array(levels).fill(0x81), printTree(tree)]);
}

function nameAt(rng: Rng, { items }: CborBranch): number {
  return 2 * rng.below(items.length / 2);
}

function valueAt(rng: Rng, branch: CborBranch): number {
  return branch.major === 5 ? nameAt(rng, branch) + 1 : rng.below(branch.items.length);
}

function pick<Item>(rng: Rng, items: readonly Item[]): Item {
  return items[rng.below(items.length)] as Item;
}

function unhex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
