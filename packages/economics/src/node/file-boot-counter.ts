import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { EconomicsError } from "../errors.ts";
import type { BootCounter } from "../guard/boot-counter.ts";

/**
 * Counts in a file of its own, which belongs outside everything that is backed up and restored with the database.
 * Throws `ECONOMICS_BOOT_FILE_DAMAGED` rather than count from 1 again.
 */
export function createFileBootCounter(path: string): BootCounter {
  return {
    async next() {
      const boot = (await readBoot(path)) + 1;
      await writeBoot(path, boot);
      return boot;
    },
  };
}

async function readBoot(path: string): Promise<number> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return "0\n";
    throw new EconomicsError(
      "the boot file cannot be read",
      { code: "ECONOMICS_BOOT_FILE_IO", path },
      { cause },
    );
  });
  if (/^\d{1,15}\n$/.test(text)) return Number(text);
  throw new EconomicsError("the boot file is not a number", { code: "ECONOMICS_BOOT_FILE_DAMAGED", path });
}

/** Whole or not at all: a new file is synced before it takes the place of the old one, and the folder after that. */
async function writeBoot(path: string, boot: number): Promise<void> {
  try {
    const file = await open(`${path}.new`, "w", 0o600);
    await file.writeFile(`${boot}\n`);
    await file.sync();
    await file.close();
    await rename(`${path}.new`, path);
    const folder = await open(dirname(path), "r");
    await folder.sync();
    await folder.close();
  } catch (cause) {
    throw new EconomicsError(
      "the boot file cannot be written",
      { code: "ECONOMICS_BOOT_FILE_IO", path },
      { cause },
    );
  }
}
