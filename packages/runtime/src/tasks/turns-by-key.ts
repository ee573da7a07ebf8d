import { createTurns, type Turns } from "./turns.ts";

/** Does one thing after the other under each key, and things under different keys at the same time. */
export interface TurnsByKey {
  take<Value>(key: string, turn: () => Promise<Value>): Promise<Value>;
}

/** Nobody's turn under any key. */
export function createTurnsByKey(): TurnsByKey {
  const places = new Map<string, { readonly turns: Turns; open: number }>();
  return {
    async take(key, turn) {
      const place = places.get(key) ?? { turns: createTurns(), open: 0 };
      places.set(key, place);
      place.open += 1;
      try {
        return await place.turns.take(turn);
      } finally {
        place.open -= 1;
        if (place.open === 0) places.delete(key);
      }
    },
  };
}
