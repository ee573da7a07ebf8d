/** Runs work in the order of the calls: items in groups, and tasks that have the store to themselves. */
export interface WorkQueue<Item, Result> {
  /** Settles as this item did, once its group is done. */
  push(item: Item): Promise<Result>;
  /** Runs after everything that was called before, and before anything that is called after. */
  alone<Value>(task: () => Promise<Value>): Promise<Value>;
  /** Resolves when everything that was called before is done, whatever became of it. */
  idle(): Promise<void>;
}

/** What became of one item of a group. */
export type Outcome<Result> = { readonly result: Result } | { readonly error: unknown };

/** How the groups of a queue are made. */
export interface WorkQueueOptions<Item, Result> {
  /** Outcomes in the order of the items; rejects when the group as a whole failed. */
  readonly runGroup: (items: readonly Item[]) => Promise<readonly Outcome<Result>[]>;
  /** How much an item adds to a group, which is closed once it has `maxWeight`. */
  readonly weightOf: (item: Item) => number;
  readonly maxWeight: number;
  /** Calls back when whoever is about to push has done so. */
  readonly defer: (run: () => void) => void;
}

/** An empty queue. All items that wait when a group starts go into it, up to the weight of a group. */
export function createWorkQueue<Item, Result>(
  options: WorkQueueOptions<Item, Result>,
): WorkQueue<Item, Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let running = false;

  function enqueue(next: Waiting<Item, Result>): void {
    waiting.push(next);
    if (running) return;
    running = true;
    options.defer(run);
  }

  function run(): void {
    const count = lengthOfGroup(waiting, options);
    const group = waiting.slice(0, count);
    waiting = waiting.slice(count);
    void runNext(group, options.runGroup).then(() => {
      // Those who were told just now push again before the next group is closed.
      if (waiting.length > 0) options.defer(run);
      else running = false;
    });
  }

  function alone<Value>(task: () => Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => enqueue({ task: () => task().then(resolve, reject) }));
  }

  return {
    push: (item) => new Promise((resolve, reject) => enqueue({ item, resolve, reject })),
    alone,
    idle: () => alone(async () => undefined),
  };
}

interface WaitingItem<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

interface WaitingTask {
  readonly task: () => Promise<void>;
}

type Waiting<Item, Result> = WaitingItem<Item, Result> | WaitingTask;

/** A task goes alone, items up to the weight of a group. */
function lengthOfGroup<Item, Result>(
  waiting: readonly Waiting<Item, Result>[],
  { weightOf, maxWeight }: WorkQueueOptions<Item, Result>,
): number {
  let weight = 0;
  for (const [index, each] of waiting.entries()) {
    if ("task" in each) return Math.max(1, index);
    if (weight >= maxWeight) return index;
    weight += weightOf(each.item);
  }
  return waiting.length;
}

async function runNext<Item, Result>(
  group: readonly Waiting<Item, Result>[],
  runGroup: WorkQueueOptions<Item, Result>["runGroup"],
): Promise<void> {
  const items = group.filter((each) => "item" in each);
  for (const each of group) if ("task" in each) await each.task();
  if (items.length > 0) await runItems(items, runGroup);
}

async function runItems<Item, Result>(
  items: readonly WaitingItem<Item, Result>[],
  runGroup: WorkQueueOptions<Item, Result>["runGroup"],
): Promise<void> {
  try {
    const outcomes = await runGroup(items.map(({ item }) => item));
    items.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index] as Outcome<Result>;
      if ("error" in outcome) reject(outcome.error);
      else resolve(outcome.result);
    });
  } catch (error) {
    for (const { reject } of items) reject(error);
  }
}
