import { execFileSync } from "node:child_process";
import { getuid, platform } from "node:process";
import { onTestFinished } from "vitest";
import { temporaryDirectory } from "./temporary-directory.ts";

/** A real file system of its own, as large as a test wants it. */
export interface SmallDisk {
  readonly path: string;
  /** From now on nothing can be written to it. */
  makeReadOnly(): void;
}

/** Why there can be none here; undefined if there can. */
export function whyNoSmallDisk(): string | undefined {
  if (platform !== "linux") return "only Linux has tmpfs";
  if (getuid?.() !== 0) return "only root may mount";
  try {
    mountAndUnmount();
    return undefined;
  } catch {
    return "mounting is not allowed here";
  }
}

/** Mounts a disk of so many KiB, which is gone when the test is over. */
export function mountSmallDisk(kibibytes: number): SmallDisk {
  const path = temporaryDirectory();
  mount("-t", "tmpfs", "-o", `size=${kibibytes}k`, "tmpfs", path);
  onTestFinished(() => void execFileSync("umount", ["--lazy", path]));
  return { path, makeReadOnly: () => mount("-o", "remount,ro", path) };
}

function mountAndUnmount(): void {
  execFileSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], { stdio: "ignore" });
}

function mount(...args: readonly string[]): void {
  execFileSync("mount", args, { stdio: "pipe" });
}
