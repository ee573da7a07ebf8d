import type { Machine } from "./machine.ts";
import type { TaskDesk } from "./task-source.ts";

/** What sources use of a machine. */
export type RoomDesk = Pick<TaskDesk, "offer" | "onRoom" | "release" | "reserve" | "stop"> & {
  /** Tells all who listen that there may be room. */
  tellRoom(): void;
};

/** The machine as its sources see it, which tells them when capacity is given back. */
export function tellingRoom(machine: Machine): RoomDesk {
  const listeners = new Set<() => void>();

  function tellRoom(): void {
    for (const tell of listeners) tell();
  }

  return {
    tellRoom,
    reserve: machine.reserve,
    stop: machine.stop,
    release(id) {
      machine.release(id);
      tellRoom();
    },
    offer: (task) => machine.offer({ ...task, ended: (result) => task.ended(result).finally(tellRoom) }),
    onRoom(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
