import { expect, test } from "vitest";
import { stringify } from "yaml";
import { lockfiles } from "../../rules/lockfiles.ts";

const PLATFORMS = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "win32-x64"];

test("a native package with a binary for every platform passes", () => {
  expect(problemsOf(lockfile({ dependent: "turbo@1.0.0", platforms: PLATFORMS }))).toEqual([]);
});

test.for(PLATFORMS)("a native package without a binary for %s is refused", (missing) => {
  const platforms = PLATFORMS.filter((each) => each !== missing);
  const text = lockfile({ dependent: "turbo@1.0.0", platforms });
  expect(problemsOf(text)).toEqual([expect.stringContaining(`turbo@1.0.0 has no binary for ${missing}`)]);
});

test("a binary for musl does not stand in for one for glibc", () => {
  const text = lockfile({ dependent: "turbo@1.0.0", platforms: PLATFORMS, libc: ["musl"] });
  expect(problemsOf(text)).toHaveLength(2);
});

test("the workspace may go without a Node for Windows, which brings its own, and without no other", () => {
  const unix = PLATFORMS.filter((each) => !each.startsWith("win32"));
  expect(problemsOf(lockfile({ dependent: ".", platforms: unix }))).toEqual([]);
  expect(problemsOf(lockfile({ dependent: ".", platforms: unix.slice(1) }))).toHaveLength(1);
});

test("an optional dependency for any platform says nothing about the others", () => {
  const text = stringify({
    importers: {},
    packages: { "fsevents@2.0.0": { os: ["darwin"] } },
    snapshots: { "watcher@1.0.0": { optionalDependencies: { fsevents: "2.0.0" } } },
  });
  expect(problemsOf(text)).toEqual([]);
});

interface Native {
  readonly dependent: string;
  readonly platforms: readonly string[];
  readonly libc?: readonly string[];
}

function lockfile({ dependent, platforms, libc }: Native): string {
  const packages = platforms.map((platform) => {
    const [os, cpu] = platform.split("-");
    return [`native-${platform}@1.0.0`, { os: [os], cpu: [cpu], ...(libc && { libc }) }];
  });
  const optionalDependencies = Object.fromEntries(
    platforms.map((platform) => [`native-${platform}`, dependent === "." ? { version: "1.0.0" } : "1.0.0"]),
  );
  const owner = { [dependent]: { optionalDependencies } };
  return stringify({
    importers: dependent === "." ? owner : {},
    packages: Object.fromEntries(packages),
    snapshots: dependent === "." ? {} : owner,
  });
}

function problemsOf(text: string): string[] {
  return lockfiles.check([{ path: "pnpm-lock.yaml", text }]).map(({ message }) => message);
}
