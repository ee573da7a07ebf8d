/** An event of a stream as it arrived. */
export interface ReceivedEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: string;
}

const LONGEST_LINE = 1_048_576;

/** The events in a stream of `text/event-stream`, save one that is cut off. A line beyond a MiB ends it. */
export async function* readEvents(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<ReceivedEvent, void, undefined> {
  let lines: string[] = [];
  for await (const line of linesOf(bytes)) {
    if (line !== "") {
      lines.push(line);
      continue;
    }
    const event = eventIn(lines);
    lines = [];
    if (event !== undefined) yield event;
  }
}

async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const piece of bytes) {
    const parts = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    if (rest.length > LONGEST_LINE) return;
    for (const part of parts) yield part.endsWith("\r") ? part.slice(0, -1) : part;
  }
}

function eventIn(lines: readonly string[]): ReceivedEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf(":");
    if (at <= 0) continue; // a comment, by which a stream says that it is alive
    const value = line.slice(at + 1).replace(/^ /, "");
    const before = fields.get(line.slice(0, at));
    fields.set(line.slice(0, at), before === undefined ? value : `${before}\n${value}`);
  }
  const data = fields.get("data");
  if (data === undefined) return undefined;
  return { id: fields.get("id"), event: fields.get("event") ?? "message", data };
}
