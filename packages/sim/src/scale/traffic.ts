/** What was sent under one name. */
export interface Sent {
  readonly messages: number;
  readonly bytes: number;
}

/** What was sent since the last look, by topic and by protocol. */
export interface Traffic {
  add(name: string, bytes: number): void;
  /** All of it by name, and begins anew. */
  take(): ReadonlyMap<string, Sent>;
}

/** Nothing was sent yet. */
export function createTraffic(): Traffic {
  let counts = new Map<string, Sent>();
  return {
    add(name, bytes) {
      const { messages, bytes: before } = counts.get(name) ?? { messages: 0, bytes: 0 };
      counts.set(name, { messages: messages + 1, bytes: before + bytes });
    },
    take() {
      const taken = counts;
      counts = new Map();
      return taken;
    },
  };
}

/** Both together. */
export function sumOf(sent: Iterable<Sent>): Sent {
  let [messages, bytes] = [0, 0];
  for (const each of sent) {
    messages += each.messages;
    bytes += each.bytes;
  }
  return { messages, bytes };
}
