/** A module of these sections, for what the text format cannot say. */
export function binary(...sections: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);
}

/** A section with its id and length. */
export function section(id: number, content: readonly number[]): readonly number[] {
  return [id, ...lebOf(content.length), ...content];
}

/** A module with one function, exported as `run`, of this code; it takes and returns nothing. */
export function bodyOf(code: readonly number[]): Uint8Array<ArrayBuffer> {
  const body = [0, ...code, 0x0b];
  return binary(
    section(1, [1, 0x60, 0, 0]),
    section(3, [1, 0]),
    section(7, [1, 3, 0x72, 0x75, 0x6e, 0, 0]),
    section(10, [1, ...lebOf(body.length), ...body]),
  );
}

/** An unsigned LEB128. */
export function lebOf(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...lebOf(Math.floor(value / 0x80))];
}
