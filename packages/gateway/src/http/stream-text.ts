import type { StreamEvent } from "./handler.ts";

/** An event as `text/event-stream` has it; its data is one line of JSON. */
export function eventText({ id, event, data }: StreamEvent): string {
  const idLine = id === undefined ? "" : `id: ${id}\n`;
  return `${idLine}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A line that says no more than that the stream is alive. */
export const STREAM_PULSE = ": alive\n\n";
