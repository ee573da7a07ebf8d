/** Words in colours, or as they are. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly strong: (text: string) => string;
}

/** Colours as terminals take them, where there are to be any. */
export function createPaint(hasColours: boolean): Paint {
  const coloured = (code: number) => (text: string) =>
    hasColours ? `\u001b[${code}m${text}\u001b[0m` : text;
  return { good: coloured(32), bad: coloured(31), warn: coloured(33), dim: coloured(2), strong: coloured(1) };
}
