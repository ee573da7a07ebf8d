/** A place where one guest at a time runs: a process, or a thread. */
export interface GuestLink {
  send(frame: Uint8Array): void;
  /** Ends it, whatever it is doing. Its listeners hear so before this returns; resolves when it is gone. */
  kill(): Promise<void>;
  /** True where it says from time to time that it is alive. */
  readonly hasPulse: boolean;
}

/** Who hears of a link. Nothing is heard after `onEnd`. */
export interface LinkListeners {
  onFrame(frame: Uint8Array): void;
  onEnd(reason: string): void;
  /** The largest frame that may come now. */
  maxFrameBytes(): number;
}

/** Starts a new place. */
export type OpenLink = (listeners: LinkListeners) => GuestLink;
