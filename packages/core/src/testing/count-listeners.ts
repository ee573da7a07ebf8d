/** How many more listeners the target has than when this was called, by what is added and removed through it. */
export function countListeners(target: EventTarget): () => number {
  const { addEventListener, removeEventListener } = target;
  const held = new Set<unknown>();
  Object.assign(target, {
    addEventListener(...args: Parameters<EventTarget["addEventListener"]>) {
      held.add(args[1]);
      addEventListener.apply(target, args);
    },
    removeEventListener(...args: Parameters<EventTarget["removeEventListener"]>) {
      held.delete(args[1]);
      removeEventListener.apply(target, args);
    },
  });
  return () => held.size;
}
