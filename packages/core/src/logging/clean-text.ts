const MAX_LETTERS = 256;

/** Control, format (bidirectional marks among them) and line-separating characters, which can make a line lie. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The text without whatever could forge, hide or reorder a log line, cut at 256 letters with a mark. */
export function cleanText(text: string): string {
  // Cutting first bounds the work; the cut may leave half a character, which becomes U+FFFD.
  const short = text.slice(0, 4 * MAX_LETTERS).replace(UNPRINTABLE, "");
  const isCut = text.length > 4 * MAX_LETTERS || short.length > MAX_LETTERS;
  return isCut ? `${short.slice(0, MAX_LETTERS).toWellFormed()}…` : short.toWellFormed();
}
