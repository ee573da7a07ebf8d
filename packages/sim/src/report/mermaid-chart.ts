import type { TraceEvent } from "../kernel/trace.ts";

const MOST_EVENTS = 60;
const LONGEST_TEXT = 72;

/** What happened last as a sequence chart in the notation of Mermaid. Writes to stores are left out. */
export function mermaidChart(tail: readonly TraceEvent[]): string {
  const events = tail.filter(({ what }) => !QUIET.has(what)).slice(-MOST_EVENTS);
  const names = [...new Set(events.flatMap(({ who, to }) => (to === undefined ? [who] : [who, to])))];
  return [
    "sequenceDiagram",
    ...names.map((name) => `  participant ${idOf(name)} as ${name}`),
    ...events.map((event) => `  ${lineOf(event)}`),
  ].join("\n");
}

/** `ask` and `hear` are two ends of one arrow. */
const QUIET = new Set(["commit", "hear"]);
const DASHED = new Set(["answer"]);

function lineOf({ at, who, to, what, detail }: TraceEvent): string {
  const text = clean(`${at} ${what} ${detail}`);
  if (to === undefined) return `Note over ${idOf(who)}: ${text}`;
  return `${idOf(who)}${DASHED.has(what) ? "-->>" : "->>"}${idOf(to)}: ${text}`;
}

function idOf(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]+/g, "_");
}

/** Without what would end a line or a statement of the chart. */
function clean(text: string): string {
  const plain = text.replaceAll(/[;#\s]+/g, " ").trim();
  return plain.length <= LONGEST_TEXT ? plain : `${plain.slice(0, LONGEST_TEXT - 1)}…`;
}
