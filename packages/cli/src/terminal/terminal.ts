/** Where a call of the program comes from and where its words go. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What is piped in. */
  readonly input: AsyncIterable<Uint8Array>;
  /** True where somebody types. */
  readonly hasInputTerminal: boolean;
  /** True where somebody reads along: then there are colours, and lines that are written over. */
  readonly isTerminal: boolean;
  readonly width: number;
  write(text: string | Uint8Array): void;
  /** Writes to where errors go. */
  complain(text: string): void;
  /** Aborts when somebody wants it to end. */
  readonly interrupted: AbortSignal;
}
