import type { OpenLink } from "./guest-link.ts";
import { startGuestThread } from "./guest-thread.ts";

/** A place on a thread of this process. */
export const openThreadLink: OpenLink = ({ onFrame, onEnd }) => {
  let isEnded = false;

  function end(reason: string): void {
    if (isEnded) return;
    isEnded = true;
    onEnd(reason);
  }

  const thread = startGuestThread({
    onFrame(frame) {
      if (!isEnded) onFrame(frame);
    },
    onEnd: end,
  });
  return {
    send: thread.send,
    kill() {
      end("it was ended");
      return thread.terminate();
    },
    hasPulse: false,
  };
};
