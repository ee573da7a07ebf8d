/** Something that holds a resource between `start` and `stop`. Both may be called once. */
export interface Service {
  readonly name: string;
  /** If it fails, it leaves nothing behind and `stop` is not called. */
  start(): Promise<void>;
  stop(): Promise<void>;
}
