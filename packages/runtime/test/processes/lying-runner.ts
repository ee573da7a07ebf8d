import type { ClosableRunner, Work } from "@icn-mesh/sandbox";

/** A runner that does the work, and says something else about one payload. */
export function lyingRunner(runner: ClosableRunner, about: string): ClosableRunner {
  return {
    ...runner,
    async run(work, options) {
      const result = await runner.run(work, options);
      if (!isAbout(work, about)) return result;
      const outcome = { type: "ok", result: new TextEncoder().encode("a lie"), outputs: new Map() } as const;
      return { ...result, outcome };
    },
  };
}

function isAbout({ kind: { params } }: Work, about: string): boolean {
  return JSON.stringify(params).includes(about);
}
