import { performance } from "node:perf_hooks";

/** Says something about a job, with the time since the beginning. */
export type Say = (about: string, text: string) => void;

/** Prints lines, or nothing where a program reads. */
export function createSay(isQuiet: boolean): Say {
  const since = performance.now();
  return (about, text) => {
    if (isQuiet) return;
    const seconds = ((performance.now() - since) / 1000).toFixed(1);
    console.log(`${seconds.padStart(6)} s  ${about.padEnd(11)}  ${text}`);
  };
}
