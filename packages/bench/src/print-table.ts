import type { BenchRow } from "./side-by-side.ts";

/** The rows as a table for people; a ratio that is wanted stands beside the one that was measured. */
export function printTable(rows: readonly BenchRow[]): string {
  const lines = rows.map((row, index) => {
    const isFirst = rows[index - 1]?.operation !== row.operation;
    const verdict =
      row.wanted === undefined ? "" : `wanted ≤ ${row.wanted} ${row.ratio <= row.wanted ? "met" : "MISSED"}`;
    return [
      isFirst ? row.operation : "",
      row.name,
      `${printMicros(row.micros)} ${row.unit ?? "µs"}`,
      `${row.ratio.toFixed(2)} ×`,
      verdict,
    ];
  });
  return align([["operation", "subject", "median", "to the first", ""], ...lines]);
}

function printMicros(micros: number): string {
  return micros >= 100 ? micros.toFixed(0) : micros.toPrecision(3);
}

function align(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const cells = (line: readonly string[]) =>
    line.map((cell, column) => pad(cell, widths[column] ?? 0, column));
  return lines.map((line) => cells(line).join("  ").trimEnd()).join("\n");
}

function pad(cell: string, width: number, column: number): string {
  return column === 2 || column === 3 ? cell.padStart(width) : cell.padEnd(width);
}
