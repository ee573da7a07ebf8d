import type { LogEntry } from "../logging/logger.ts";
import type { Logger } from "../ports/logger.ts";
import { assertEqual, assertThat } from "./assert.ts";
import type { Contract } from "./contract.ts";

/** A logger of the component `test` that says everything, and a way to read what it and its children said. */
export interface LoggerSubject {
  readonly logger: Logger;
  entries(): readonly LogEntry[];
}

/** All that a `Logger` promises. */
export const loggerContract: Contract<LoggerSubject> = [
  {
    promise: "writes message and fields at the level of the call",
    check({ logger, entries }) {
      for (const level of ["debug", "info", "warn", "error"] as const)
        logger[level](`at ${level}`, { level });
      const said = entries().map(({ component, level, message, fields }) => [
        component,
        level,
        message,
        fields,
      ]);
      const expected = ["debug", "info", "warn", "error"].map((level) => [
        "test",
        level,
        `at ${level}`,
        { level },
      ]);
      assertEqual(said, expected, "entries");
    },
  },
  {
    promise: "makes children whose component is longer, and whose lines carry their fields",
    check({ logger, entries }) {
      const child = logger.child("part", { job: "j", attempt: 1 });
      const grandchild = child.child("piece", { attempt: 2 });
      child.info("one");
      grandchild.info("two", { step: 3 });
      logger.info("three");
      assertEqual([child.component, grandchild.component], ["test/part", "test/part/piece"], "components");
      const said = entries().map(({ component, fields }) => [component, fields]);
      const expected = [
        ["test/part", { job: "j", attempt: 1 }],
        ["test/part/piece", { job: "j", attempt: 2, step: 3 }],
        ["test", {}],
      ];
      assertEqual(said, expected, "entries");
    },
  },
  {
    promise: "prints every value that a field may have",
    check({ logger, entries }) {
      logger.info("values", {
        big: 2n ** 64n,
        nan: Number.NaN,
        least: -1.5,
        yes: true,
        none: null,
        absent: undefined,
      });
      const expected = { big: "18446744073709551616", nan: "NaN", least: -1.5, yes: true, none: null };
      assertEqual(entries()[0]?.fields, expected, "fields");
    },
  },
  {
    promise: "lets nothing that it is told forge, hide or reorder a line",
    check({ logger, entries }) {
      const evil = "a\r\nb\u001b[2Jc\u0085d\u2028e\u202ef\u2066g\u200fh\ud800";
      logger.info(evil, { evil, [evil]: 1 });
      const { message, fields } = firstOf(entries());
      for (const text of [message, ...Object.keys(fields), String(fields["evil"])]) {
        assertThat(
          !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text) && text.isWellFormed(),
          "an unprintable character came through",
        );
      }
    },
  },
  {
    promise: "cuts long texts",
    check({ logger, entries }) {
      logger.info("x".repeat(100_000), { long: "x".repeat(100_000), emoji: `x${"😀".repeat(1_000)}` });
      const { message, fields } = firstOf(entries());
      for (const text of [message, String(fields["long"]), String(fields["emoji"])]) {
        assertThat(text.length >= 100 && text.length <= 300, "a text was not cut");
        assertThat(text.isWellFormed(), "a character was cut in half");
      }
    },
  },
];

function firstOf(entries: readonly LogEntry[]): LogEntry {
  const [entry] = entries;
  assertThat(entry !== undefined, "nothing was written");
  return entry;
}
