import { describe, expect, it, vi } from "vitest";
import { examineVictim } from "./examine-victim.ts";
import { PLANTED_FAULTS } from "./planted-faults.ts";

vi.setConfig({ testTimeout: 120_000 });

describe("the doctor", () => {
  it("finds nothing wrong with a node that is as it should be", async () => {
    const { exit, diagnoses } = await examineVictim();
    expect(exit).toBe(0);
    expect(diagnoses.filter(({ status }) => status === "fault")).toEqual([]);
  });

  it.each(PLANTED_FAULTS.map((fault) => [fault.what, fault] as const))(
    "finds %s, and says what to do",
    async (_, fault) => {
      const { exit, diagnoses } = await examineVictim(fault);
      expect(exit).toBe(1);
      const { check, code } = fault;
      const found = diagnoses.filter((each) => each.status === "fault");
      expect(found).toEqual([
        expect.objectContaining({ check, fix: expect.any(String), ...(code !== undefined && { code }) }),
      ]);
    },
  );
});
