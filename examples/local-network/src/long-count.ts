/** As much of the interface of a guest as the count needs. */
interface Guest {
  readonly args: readonly string[];
  progress(percent: number, stage: string, message: string): void;
}

/** A long job in steps. Between two of them the sandbox keeps everything there is, so that it can go on elsewhere. */
export function longCount(guest: Guest) {
  const steps = 40;
  let done = 0;
  let sum = 0;
  return {
    step(): boolean {
      for (let round = 0; round < Number(guest.args[0]); round++) sum = (sum * 69_069 + round) % 1_000_003;
      done += 1;
      guest.progress((100 * done) / steps, "count", `step ${done} of ${steps}`);
      return done < steps;
    },
    finish: () => `counted in ${done} steps to ${sum}`,
  };
}
