import { examineVictim } from "./examine-victim.ts";
import { PLANTED_FAULTS } from "./planted-faults.ts";

// Plants every fault of the list, one after the other, and prints what the doctor makes of it.

let missed = 0;
for (const fault of PLANTED_FAULTS) {
  const { diagnoses } = await examineVictim(fault);
  const found = diagnoses.find(({ check, status }) => check === fault.check && status === "fault");
  if (found === undefined) missed += 1;
  console.log(`${found === undefined ? "missed" : "found "}  ${fault.what}`);
  if (found !== undefined) console.log(`        ${found.says}\n        → ${found.fix}`);
}
console.log(`${PLANTED_FAULTS.length - missed} of ${PLANTED_FAULTS.length} found`);
process.exitCode = missed === 0 ? 0 : 1;
