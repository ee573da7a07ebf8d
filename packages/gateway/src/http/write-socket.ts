import type { StreamPatience } from "./write-stream.ts";

/** The part of a WebSocket that events are sent over. */
export interface EventSocket {
  send(text: string, sent: (error?: Error | null) => void): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

/** Everything that was to be sent was. */
const NORMAL = 1000;

/** Sends what comes, each as a message, as fast as the reader takes it; drops one that takes nothing for too long. */
export async function writeSocket(
  socket: EventSocket,
  source: AsyncIterable<string>,
  patience: StreamPatience,
): Promise<boolean> {
  for await (const text of source) {
    if (patience.signal.aborted || !(await isSent(socket, text, patience))) {
      socket.terminate();
      return false;
    }
  }
  socket.close(NORMAL, "");
  return true;
}

async function isSent(
  socket: EventSocket,
  text: string,
  { clock, stallMs, signal }: StreamPatience,
): Promise<boolean> {
  const waiting = new AbortController();
  const sending = new Promise<boolean>((resolve) => {
    socket.send(text, (error) => resolve(error === undefined || error === null));
  });
  const over = AbortSignal.any([waiting.signal, signal]);
  const late = clock.after(stallMs, { signal: over }).then(
    () => false,
    () => false, // sent before, or nobody is there any more
  );
  return Promise.race([sending, late]).finally(() => waiting.abort());
}
