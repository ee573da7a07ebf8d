import type { HostFunctions } from "../abi/host-functions.ts";
import type { GuestContext } from "../guest/guest-context.ts";
import { ERRNO } from "./errno.ts";
import { createFdFunctions } from "./fd-functions.ts";
import { createPathFunctions } from "./path-functions.ts";
import { createStatFunctions } from "./stat-functions.ts";
import { createSystemFunctions } from "./system-functions.ts";
import type { WASI_ABI } from "./wasi-abi.ts";
import type { WasiState } from "./wasi-state.ts";

/** All of `wasi_snapshot_preview1`: what has no meaning here answers that it is not implemented. */
export function createWasiFunctions(context: GuestContext, state: WasiState): HostFunctions {
  const { writeStat, functions } = createStatFunctions(context, state);
  const isNothing = () => ERRNO.success;
  const isMissing = () => ERRNO.nosys;
  return {
    ...functions,
    ...createFdFunctions(context, state),
    ...createPathFunctions(context, state, writeStat),
    ...createSystemFunctions(context, state),
    fd_advise: isNothing,
    fd_allocate: isMissing,
    fd_datasync: isNothing,
    fd_fdstat_set_rights: isNothing,
    fd_filestat_set_times: isNothing,
    fd_sync: isNothing,
    path_filestat_set_times: isNothing,
    path_link: isMissing,
    path_readlink: isMissing,
    path_symlink: isMissing,
    poll_oneoff: isMissing,
    proc_raise: isMissing,
    sock_accept: isMissing,
    sock_recv: isMissing,
    sock_send: isMissing,
    sock_shutdown: isMissing,
  } satisfies Record<keyof typeof WASI_ABI, unknown>;
}
