/** A part of a payload. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** What a `Range` header asks for: a part, the whole where it asks for none that is known, or what is not there. */
export type AskedRange = ByteRange | "beyond" | "whole";

const ONE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/** Reads a `Range` header as RFC 9110 has it. Several ranges at once are answered with the whole, as it allows. */
export function askedRange(header: string | undefined, size: number): AskedRange {
  const [, first = "", last = ""] = ONE_RANGE.exec(header ?? "") ?? [];
  if (first === "" && last === "") return "whole";
  if (first === "") return lastBytes(Number(last), size);
  const offset = Number(first);
  const end = last === "" ? size : Math.min(size, Number(last) + 1);
  if (last !== "" && Number(last) < offset) return "whole"; // no range, and so not to be heard
  return offset < size ? { offset, length: end - offset } : "beyond";
}

function lastBytes(count: number, size: number): AskedRange {
  const length = Math.min(count, size);
  return length === 0 ? "beyond" : { offset: size - length, length };
}
