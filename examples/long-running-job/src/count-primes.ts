/** As much of what a guest can call as this one needs. */
interface Guest {
  progress(percent: number, stage: string, message: string): void;
  partialOutput(id: string, data: string, format: string): void;
}

/**
 * Counts primes in a hundred steps, and says what it has after every tenth. It keeps nothing itself: what is in its
 * world between two steps is kept for it, and goes to whoever goes on. It runs in the sandbox, by its source.
 */
export function countPrimes(icn: Guest) {
  const steps = 100;
  const each = 2_000;
  let step = 0;
  let found = 0;

  function isPrime(candidate: number): boolean {
    for (let divisor = 2; divisor * divisor <= candidate; divisor++)
      if (candidate % divisor === 0) return false;
    return candidate > 1;
  }

  return {
    step(): boolean {
      for (let candidate = step * each; candidate < (step + 1) * each; candidate++)
        if (isPrime(candidate)) found += 1;
      step += 1;
      icn.progress(step, "counting", `below ${step * each}`);
      if (step % 10 === 0) icn.partialOutput(`below-${step * each}`, String(found), "text/plain");
      return step < steps;
    },
    finish: () => `${found} primes below ${steps * each}`,
  };
}
