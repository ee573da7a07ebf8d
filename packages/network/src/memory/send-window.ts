/** How many bytes may be under way. */
export interface SendWindow {
  take(bytes: number): void;
  /** So many have arrived. */
  give(bytes: number): void;
  hasRoom(): boolean;
  /** Resolves when there is room. */
  drained(): Promise<void>;
  /** There is room for ever: nothing is sent any more. */
  open(): void;
}

/** A window of so many bytes; the last message may stand out of it. */
export function createSendWindow(windowBytes: number): SendWindow {
  let underWay = 0;
  let isOpen = false;
  let room = Promise.withResolvers<void>();

  const hasRoom = () => isOpen || underWay < windowBytes;

  function tell(): void {
    if (!hasRoom()) return;
    room.resolve();
    room = Promise.withResolvers();
  }

  return {
    hasRoom,
    take(bytes) {
      underWay += bytes;
    },
    give(bytes) {
      underWay -= bytes;
      tell();
    },
    drained: () => (hasRoom() ? Promise.resolve() : room.promise),
    open() {
      isOpen = true;
      tell();
    },
  };
}
