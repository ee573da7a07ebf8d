const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const NO_PARAMS_NO_RESULTS = [1, 0x60, 0, 0];

/** A number in the variable length that modules use. */
export function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  return bytes;
}

/** One section with its size. */
export function section(id: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([id, ...leb(content.length)]), content]);
}

/** A module of these sections, well formed or not. */
export function rawModule(...sections: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([Buffer.from(HEADER), ...sections]);
}

/** A module of functions without parameters and results, the first of which is exported as `run`. */
export function moduleOfBodies(bodies: readonly Uint8Array[]): Uint8Array {
  const count = Buffer.from(leb(bodies.length));
  const code = bodies.flatMap((body) => [Buffer.from(leb(body.length)), body]);
  return rawModule(
    section(1, Buffer.from(NO_PARAMS_NO_RESULTS)),
    section(3, Buffer.concat([count, Buffer.alloc(bodies.length)])),
    section(7, Buffer.from([1, ...name("run"), 0, 0])),
    section(10, Buffer.concat([count, ...code])),
  );
}

/** A name with its length. */
export function name(text: string): number[] {
  return [...leb(text.length), ...Buffer.from(text)];
}

/** A function without parameters and results, of these parts. */
export function body(...parts: readonly (readonly number[] | Uint8Array)[]): Uint8Array {
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

/** The same bytes over and over. */
export function repeated(count: number, bytes: readonly number[]): Uint8Array {
  return Buffer.alloc(count * bytes.length, Buffer.from(bytes));
}
