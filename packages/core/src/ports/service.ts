/** Something that holds a resource between `start` and `stop`. Both may be called once. */
export interface Service {
  readonly name: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}
