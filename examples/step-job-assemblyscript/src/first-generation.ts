const WIDTH = 64;
const HEIGHT = 48;
/** Five cells from which more than a thousand generations of change follow. */
const SEED = [".##", "##.", ".#."];

/** The field that the job begins with, as the guest reads it. */
export function firstGeneration(): Uint8Array {
  const rows = Array.from({ length: HEIGHT }, (_, y) => rowOf(SEED[y - HEIGHT / 2] ?? ""));
  return new TextEncoder().encode(rows.join(""));
}

function rowOf(cells: string): string {
  return `${cells.padStart(WIDTH / 2, ".").padEnd(WIDTH, ".")}\n`;
}
