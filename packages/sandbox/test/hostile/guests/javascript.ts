import type { HostileGuest } from "../hostile-guest.ts";

const MIB = 1024 * 1024;

/** Jobs in JavaScript: what a script can do to the engine that runs it, and to whom it believes its host. */
export const javascript: readonly HostileGuest[] = [
  endless("an endless loop in a script", "() => { for (;;); }"),
  endless("an endless loop that catches everything", "() => { for (;;) try { null.x } catch {} }"),
  endless(
    "promises without end",
    "() => { const next = () => Promise.resolve().then(next); return next(); }",
  ),
  endless("a regular expression that goes back and forth", '() => /^(a+)+$/.test("a".repeat(40) + "b")'),
  endless("a sort that never ends", "() => [3, 1, 2].sort(() => { for (;;); })"),
  endless(
    "a number that is squared again and again",
    "() => { let n = 3n; for (;;) n = n * n % 2n ** 100000n; }",
  ),
  endless(
    "a generator that never ends",
    "() => { function* all() { for (;;) yield 1 } for (const one of all()); }",
  ),
  endless("steps that never end, in a script", "() => ({ step: () => { for (;;); } })"),
  greedy("an array bomb", "() => { const all = []; for (;;) all.push(new Array(1000).fill(all.length)); }"),
  {
    ...greedy(
      "an array bomb that catches what it runs into",
      "() => { const all = []; for (;;) try { for (;;) all.push(new Array(1000).fill(all.length)) } catch {} }",
    ),
    ends: "out-of-fuel",
  },
  greedy(
    "strings that double",
    `() => { const all = []; let text = "ab"; for (;;) { if (text.length < 2 ** 22) text += text; all.push([...text]) } }`,
  ),
  greedy(
    "a map that only grows",
    "() => { const map = new Map(); for (let i = 0; ; i++) map.set({ i }, [i, i, i]); }",
  ),
  {
    ...greedy(
      "buffers of half a gigabyte",
      "() => { const all = []; for (let i = 0; i < 16; i++) all.push(new Uint8Array(2 ** 25).fill(1)) }",
    ),
    bound: "takes 256 MiB of the host",
  },
  deep("recursion in a script", "() => { const f = () => f() + 1; return f(); }"),
  deep(
    "recursion in a script through a proxy",
    "() => { const p = new Proxy({}, { get: (_, key) => p[key] }); return p.x; }",
  ),
  {
    ...deep(
      "arrays within each other, written as JSON",
      "() => { let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return JSON.stringify(a); }",
    ),
    heldByEngine: true,
  },
  {
    ...script(
      "an exit through the constructor of a function",
      `(icn) => {
        const world = icn.log.constructor("return typeof process === 'undefined' ? undefined : process")();
        if (world === undefined) throw new Error("there is no way out");
        world.exit(66);
      }`,
    ),
    bound: "leaves the process alive",
    ends: "trap",
  },
  {
    ...script(
      "twenty thousand log lines of a script",
      '(icn) => { const text = "x".repeat(4096); for (let i = 0; i < 20000; i++) icn.log(text); }',
    ),
    bound: "logs 256 KiB",
    ends: "ok",
    limits: { fuel: 2_000_000_000 },
  },
];

function endless(name: string, text: string): HostileGuest {
  return { ...script(name, text), bound: "ends within its deadline", ends: "out-of-fuel" };
}

function greedy(name: string, text: string): HostileGuest {
  return {
    ...script(name, text),
    bound: "leaves the process alive",
    ends: "out-of-memory",
    limits: { fuel: 1_000_000_000, memoryBytes: 8 * MIB },
  };
}

function deep(name: string, text: string): HostileGuest {
  return {
    ...script(name, text),
    bound: "stays off the engine's stack",
    ends: "trap",
    limits: { fuel: 500_000_000 },
  };
}

function script(name: string, text: string) {
  return { name, kind: "javascript", source: () => new TextEncoder().encode(`(${text})`) } as const;
}
