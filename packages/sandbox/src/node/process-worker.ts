import { createFrameReader } from "./guest-frame.ts";
import { startGuestThread } from "./guest-thread.ts";
import { packFromGuest } from "./guest-wire.ts";

// Runs as the process behind `createProcessRunner`. It does nothing itself but pass frames on between its host and the
// thread that guests run on, and say that it is alive: so that it can be heard while a guest never comes back.

const PULSE_MS = 250;
const TOO_LARGE = 3;
const THREAD_ENDED = 4;

const thread = startGuestThread({
  onFrame(frame) {
    process.stdout.write(frame);
    giveUpRights();
  },
  onEnd(reason) {
    process.stderr.write(`${reason}\n`);
    process.exitCode = THREAD_ENDED;
    process.exit();
  },
});

const reader = createFrameReader(() => Number.MAX_SAFE_INTEGER, thread.send);

process.stdin.on("data", (bytes: Uint8Array) => {
  if (!reader.push(bytes)) process.exit(TOO_LARGE);
});
// The host is gone, and with it the reason to be here.
process.stdin.on("end", () => process.exit());

setInterval(() => {
  process.stdout.write(packFromGuest({ type: "pulse", residentBytes: process.memoryUsage.rss() }));
}, PULSE_MS).unref();

let hasRights = true;

/** Once the thread has said that it is ready, nothing more is read from files or started; newer Nodes can forbid it. */
function giveUpRights(): void {
  if (!hasRights) return;
  hasRights = false;
  const permission: { drop?(scope: string): void } | undefined = process.permission;
  permission?.drop?.("fs.read");
  permission?.drop?.("worker");
}
