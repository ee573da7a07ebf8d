import type { CountedAs } from "../auth/counted-as.ts";
import type { GatewaySettings } from "../gateway-section.ts";

/** How many streams of events are open, and how many may be. */
export interface StreamCount {
  readonly open: number;
  /** False where there are too many already, of this caller or in all. */
  enter(owner: CountedAs): boolean;
  leave(owner: CountedAs): void;
}

/** None is open yet. Operators, who may be many programs, have no bound but that for all. */
export function createStreamCount(
  {
    subscribers,
    subscribersOfCaller,
  }: Pick<GatewaySettings["limits"], "subscribers" | "subscribersOfCaller">,
  changed: (open: number) => void,
): StreamCount {
  const byOwner = new Map<string, number>();
  let open = 0;

  function add(key: string, change: 1 | -1): void {
    const own = (byOwner.get(key) ?? 0) + change;
    if (own === 0) byOwner.delete(key);
    else byOwner.set(key, own);
    open += change;
    changed(open);
  }

  return {
    get open() {
      return open;
    },
    enter({ key, isOperator }) {
      const isCrowded = !isOperator && (byOwner.get(key) ?? 0) >= subscribersOfCaller;
      if (open >= subscribers || isCrowded) return false;
      add(key, 1);
      return true;
    },
    leave: ({ key }) => add(key, -1),
  };
}
