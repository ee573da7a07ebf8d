import { CoreError } from "./errors.ts";

/** Somewhere to listen. Listeners are called in the order in which they were added; what they return is ignored. */
export interface Listenable<Events> {
  /** Calls the listener at every event until the returned function, its undo, is called. */
  on<Name extends keyof Events & string>(
    event: Name,
    listener: (payload: Events[Name]) => unknown,
  ): () => void;
  /** As `on`, for the next event only. */
  once<Name extends keyof Events & string>(
    event: Name,
    listener: (payload: Events[Name]) => void,
  ): () => void;
}

/** The side that tells; its owner hands out the `Listenable` side only. */
export interface Emitter<Events> extends Listenable<Events> {
  /**
   * Calls those who listen at this moment, save whom one of them removes before its turn. What a listener throws, or
   * rejects with, goes to `onListenerError`; the others are called all the same.
   */
  emit<Name extends keyof Events & string>(event: Name, payload: Events[Name]): void;
  listenerCount(event: keyof Events & string): number;
}

/** What an emitter does about its listeners. */
export interface EmitterOptions {
  /** Where the errors of listeners go, a logger as a rule; it does not throw itself. */
  readonly onListenerError: (error: unknown, event: string) => void;
  /** How many may listen to one event, so that a forgotten undo is found; 64 when not given. */
  readonly maxListeners?: number;
}

/** An emitter of the events that `Events` names, with their payloads. */
export function createEmitter<Events>(options: EmitterOptions): Emitter<Events> {
  const { onListenerError, maxListeners = 64 } = options;
  const listeners = new Map<string, Set<Listener>>();

  function add(event: string, call: Listener["call"], isOnce: boolean): () => void {
    const those = listeners.get(event) ?? new Set();
    if (those.size >= maxListeners) {
      const failure = { code: "CORE_TOO_MANY_LISTENERS", event, max: maxListeners } as const;
      throw new CoreError(`more than ${maxListeners} listeners for ${event}`, failure);
    }
    const listener = { call, isOnce };
    listeners.set(event, those.add(listener));
    return () => {
      those.delete(listener);
    };
  }

  function call(event: string, listener: Listener, payload: unknown): void {
    const report = (error: unknown) => onListenerError(error, event);
    try {
      const result = listener.call(payload);
      if (result instanceof Promise) result.catch(report);
    } catch (error) {
      report(error);
    }
  }

  return {
    on: (event, listener) => add(event, listener as Listener["call"], false),
    once: (event, listener) => add(event, listener as Listener["call"], true),
    emit(event, payload) {
      const those = listeners.get(event) ?? new Set();
      for (const listener of [...those]) {
        if (!those.has(listener)) continue;
        if (listener.isOnce) those.delete(listener);
        call(event, listener, payload);
      }
    },
    listenerCount: (event) => listeners.get(event)?.size ?? 0,
  };
}

/** One addition; the same function may be added twice. */
interface Listener {
  readonly call: (payload: unknown) => unknown;
  readonly isOnce: boolean;
}
