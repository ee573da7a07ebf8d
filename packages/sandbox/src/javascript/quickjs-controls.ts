import { guestStop } from "../guest/guest-stop.ts";
import type { Machine } from "../guest/machine.ts";
import { hostNames } from "./host-call.ts";
import { PRELUDE } from "./prelude.ts";
import { type Boxed, createQuickJsValues } from "./quickjs-values.ts";

/** The controls of a job that the prelude made, as they are called from outside. */
export interface QuickJsControls {
  /** Makes the world of a job; its controls are found again afterwards, also after a resume. */
  begin(): void;
  /** The value of a script. */
  evaluate(source: string): Boxed;
  free(value: Boxed): void;
  /** Calls a control that may leave a promise, and waits until that is settled. */
  settle(name: string, argument?: Boxed): void;
  /** Calls a control that answers with a number. */
  isTrue(name: string): boolean;
  /** Calls a control that answers with bytes, and hands them to `use` where they are. */
  bytes<Result>(name: string, use: (pointer: number, length: number) => Result): Result;
}

/** Where the controls of the job are found again. */
const CONTROLS = "icn:controls";
/** A quarter of what QuickJS links for its own stack, so that its limit is reached before the machine's. */
const STACK_BYTES = 256 * 1024;

/** Drives QuickJS on a machine. */
export function createQuickJsControls(machine: Machine): QuickJsControls {
  const { task, memory } = machine.world.context;
  const values = createQuickJsValues({ memory, call: machine.call });
  const { invoke, withText, checked, free } = values;

  function evaluate(source: string): Boxed {
    return withText(source, (pointer, length) =>
      withText("job.js", (name) => checked(invoke("qjs_eval", pointer, length, name, 0))),
    );
  }

  function callWith(callee: Boxed, argument?: Boxed): Boxed {
    const list = invoke("wasm_malloc", 4);
    memory.setUint32(list, argument ?? 0);
    const nothing = invoke("qjs_get_undefined");
    const result = invoke("qjs_call", callee, nothing, argument === undefined ? 0 : 1, list);
    free(nothing);
    invoke("wasm_free", list);
    return checked(result);
  }

  /** Calls one of the controls that the prelude returned, and hands what it returned to `use`. */
  function control<Result>(name: string, use: (value: Boxed) => Result, argument?: Boxed): Result {
    const world = invoke("qjs_get_global");
    const controls = withText(CONTROLS, (pointer) => checked(invoke("qjs_get_prop_string", world, pointer)));
    const callee = withText(name, (pointer) => checked(invoke("qjs_get_prop_string", controls, pointer)));
    const returned = callWith(callee, argument);
    const result = use(returned);
    for (const value of [returned, callee, controls, world]) free(value);
    return result;
  }

  const isTrue = (name: string) => control(name, (value) => invoke("qjs_get_float64", value) !== 0);

  /** Calls a control that may leave a promise, and waits until that is settled. */
  function settle(name: string, argument?: Boxed): void {
    control(name, () => undefined, argument);
    while (invoke("qjs_is_job_pending") !== 0) {
      if (invoke("qjs_execute_pending_job") < 0)
        throw guestStop("trap", values.text(invoke("qjs_get_exception")));
    }
    const state = control("state", values.text);
    if (state === "pending") throw guestStop("trap", "the job waits for a promise that nothing will settle");
    if (state !== "done") throw guestStop("trap", state);
  }

  function begin(): void {
    machine.call("_initialize");
    if (invoke("qjs_init") !== 0) throw guestStop("out-of-memory", "the job needs more memory than allowed");
    invoke("qjs_set_max_stack_size", STACK_BYTES);
    const host = checked(invoke("qjs_new_object"));
    for (const name of hostNames(task.account !== null)) {
      const made = withText(name, (pointer, length) =>
        checked(invoke("qjs_new_host_function", pointer, length, 0)),
      );
      withText(name, (pointer) => invoke("qjs_set_prop_string", host, pointer, made));
      free(made);
    }
    const prelude = evaluate(`(${PRELUDE})`);
    const controls = callWith(prelude, host);
    const world = invoke("qjs_get_global");
    withText(CONTROLS, (pointer) => invoke("qjs_set_prop_string", world, pointer, controls));
    for (const value of [world, controls, prelude, host]) free(value);
  }

  return {
    begin,
    evaluate,
    free,
    settle,
    isTrue,
    bytes: (name, use) => control(name, (value) => use(...(values.bytesAt(value) ?? [0, 0]))),
  };
}
