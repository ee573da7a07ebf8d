import { existsSync, writeFileSync } from "node:fs";
import { parentPort } from "node:worker_threads";

// A thread that does what its messages say, in the place of one that verifies. Verdicts are 1 unless said otherwise.

parentPort?.on("message", (batch: ArrayBuffer) => {
  const orders = messagesOf(batch).map((message) => message.split(" "));
  for (const [order, file] of orders) {
    if (order === "die") throw new Error("as told");
    if (order === "die-once" && file !== undefined && !existsSync(file)) {
      writeFileSync(file, "");
      process.exit(1);
    }
  }
  if (orders.some(([order]) => order === "hang")) return;
  const counts = orders.map(([order, count]) => order !== "expect" || Number(count) === orders.length);
  parentPort?.postMessage(Uint8Array.from(counts, Number));
});

function messagesOf(batch: ArrayBuffer): string[] {
  const messages: string[] = [];
  const lengths = new DataView(batch);
  for (let at = 0; at < batch.byteLength; ) {
    const length = lengths.getUint32(at);
    messages.push(new TextDecoder().decode(new Uint8Array(batch, at + 100, length)));
    at += 100 + length;
  }
  return messages;
}
