import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { systemClock } from "@icn-mesh/core/node";
import { createProcessRunner } from "@icn-mesh/sandbox/node";
import { expect, it } from "vitest";
import { classOf, numberOf, runSample, sampleWork } from "../../src/testing/runner-contract/sample-work.ts";
import { SAMPLE_MODULES } from "../../src/testing/sample-modules.ts";

const answer = sampleWork("wasm", SAMPLE_MODULES.answer);
const spin = sampleWork("wasm", SAMPLE_MODULES.spin);

/** The guest processes that this process has, as Linux lists them. */
function guestProcesses(): string[] {
  const threads = readdirSync("/proc/self/task");
  return threads
    .flatMap((thread) => readFileSync(`/proc/self/task/${thread}/children`, "utf8").trim().split(" "))
    .filter((pid) => pid !== "" && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("process-worker"));
}

it.skipIf(process.platform !== "linux")(
  "replaces a process that is killed, and leaves none behind",
  async () => {
    const runner = createProcessRunner({ clock: systemClock }, { processes: 1 });
    expect(numberOf(await runSample(runner, answer))).toBe(42n);
    const [pid = "0"] = guestProcesses();
    expect(readFileSync(`/proc/${pid}/environ`, "utf8")).toBe("");
    expect(niceOf(pid)).toBe(10);
    const folder = readlinkSync(`/proc/${pid}/cwd`);
    expect(readdirSync(folder)).toEqual([]);

    const running = runSample(runner, spin, { limits: { fuel: Number.MAX_SAFE_INTEGER } });
    process.kill(Number(pid), "SIGKILL");
    const crashed = await running;
    expect(classOf(crashed)).toBe("crashed");
    expect(numberOf(await runSample(runner, answer))).toBe(42n);
    expect(guestProcesses()).not.toContain(pid);

    await runner.close();
    expect(guestProcesses()).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  },
);

function niceOf(pid: string): number {
  // After the name, which may hold spaces: state is field 3, nice is field 19.
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]);
}
