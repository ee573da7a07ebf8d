import type { Logger } from "@icn-mesh/core";
import type { ComponentLogger, Logger as Libp2pLogger } from "@libp2p/interface";
import type { Libp2pLogs } from "./libp2p-logs.ts";

/** Hands libp2p's log to ours, at level `debug`. Its traces, one for every write, are dropped. */
export function createLibp2pLogger(ours: Logger, keep: Libp2pLogs): ComponentLogger {
  const write = (part: string, isError: boolean, [formatter, ...args]: readonly unknown[]) =>
    ours.debug(format(formatter, args), { part, isError });

  function forComponent(part: string): Libp2pLogger {
    const log = (...entry: readonly unknown[]) => {
      if (keep === "all") write(part, false, entry);
    };
    return Object.assign(log, {
      error: (...entry: readonly unknown[]) => write(part, true, entry),
      trace: () => undefined,
      enabled: keep === "all",
      newScope: (name: string) => forComponent(`${part}:${name}`),
    });
  }

  return { forComponent };
}

/** Its formatters are those of the `debug` package and some of its own; in text they all come to the same. */
function format(formatter: unknown, args: readonly unknown[]): string {
  const left = [...args];
  const text = textOf(formatter).replace(/%[a-zA-Z]/g, (letters) =>
    left.length > 0 ? textOf(left.shift()) : letters,
  );
  return [text, ...left.map(textOf)].join(" ");
}

function textOf(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return String(value);
}
