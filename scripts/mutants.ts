import { parseArgs } from "node:util";
import { mutationScore } from "./mutants/mutation-score.ts";
import { type PatchCount, runPatchedMutants } from "./mutants/patched-mutants.ts";
import { runSimulatedMutants } from "./mutants/simulated-mutants.ts";

// `pnpm mutants [package…]` applies the patches in packages/*/mutants one at a time and fails if no test notices one.
// `pnpm mutants sim [patch]` has the simulator see its own, in `--seeds 1000` worlds.
// `pnpm mutants --score mesh` tries small changes of all kinds instead; `--sample 500` more of them, and
// `--sources "queue/**"` those of one folder.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    score: { type: "string" },
    seeds: { type: "string", default: "1000" },
    sample: { type: "string", default: "200" },
    sources: { type: "string", default: "**" },
  },
});
const print = (line: string): void => console.log(line);
const LEAST_PERCENT = 90;

if (values.score === undefined) {
  const { killed, survived } = await runPatches();
  print(`${killed} killed, ${survived} survived`);
  process.exitCode = survived === 0 && killed > 0 ? 0 : 1;
} else {
  const options = { sources: values.sources, count: Number(values.sample) };
  const { found, tried, survivors } = await mutationScore(`packages/${values.score}`, options, print);
  const percent = (100 * (tried - survivors.length)) / tried;
  print(
    `${tried - survivors.length} of ${tried} killed (${percent.toFixed(1)} %), of ${found} that there are`,
  );
  process.exitCode = percent >= LEAST_PERCENT ? 0 : 1;
}

async function runPatches(): Promise<PatchCount> {
  const [first, only] = positionals;
  if (first !== "sim") return runPatchedMutants(positionals, print);
  return runSimulatedMutants({ seeds: Number(values.seeds), only }, print);
}
