import type { Disk } from "./disk.ts";
import { PAGE_BYTES, type PackedPage } from "./packed-page.ts";
import { createPageFile, type FiledPage } from "./page-file.ts";

/** A page that is in memory, or for as long as nobody asks for it on the disk. */
export interface KeptPage extends FiledPage {
  /** Where it is among those in memory; -1 while it is not. */
  at: number;
  /** Whether somebody has asked for it since it was last considered. */
  isWanted: boolean;
}

/** Keeps the pages that were wanted lately in memory, and the others in a file that nothing depends on after a crash. */
export interface PageKeeper {
  keep(page: PackedPage): KeptPage;
  /** The page in memory, where it stays until two others were opened. Throws `DAG_STORE_IO`. */
  open(kept: KeptPage): PackedPage;
  /** Nobody will open it again. */
  drop(kept: KeptPage): void;
  close(): void;
}

/** How much memory pages may take. */
export interface PageKeeperOptions {
  readonly pageBytes?: number | undefined;
}

/** The names and rows of some thousand jobs. */
const MOST_BYTES = 4 * 1024 * 1024;
const LEAST_PAGES = 4;
const MOST_SPARE = 4;
const NOTHING = new Uint8Array(0);

/** A keeper without pages. What an earlier one has left on the disk is removed. */
export function createPageKeeper(disk: Disk, { pageBytes = MOST_BYTES }: PageKeeperOptions = {}): PageKeeper {
  const most = Math.max(LEAST_PAGES, Math.floor(pageBytes / PAGE_BYTES));
  const here: KeptPage[] = [];
  const spare: Uint8Array[] = [];
  const file = createPageFile(disk);
  let hand = 0;
  let [last, before]: (KeptPage | undefined)[] = [];

  function enter(kept: KeptPage): void {
    kept.at = here.length;
    here.push(kept);
    while (here.length > most && sendAway(nextUnwanted()));
  }

  function leave(kept: KeptPage): void {
    const moved = here.pop();
    if (moved !== undefined && moved !== kept) {
      here[kept.at] = moved;
      moved.at = kept.at;
    }
    kept.at = -1;
  }

  /** Goes around and passes over each page once that was wanted since it came by. */
  function nextUnwanted(): KeptPage | undefined {
    for (let steps = 2 * here.length; steps > 0; steps--) {
      hand = hand + 1 < here.length ? hand + 1 : 0;
      const kept = here[hand];
      if (kept !== undefined && !isInUse(kept)) return kept;
    }
    return undefined;
  }

  function isInUse(kept: KeptPage): boolean {
    if (kept === last || kept === before) return true;
    const { isWanted } = kept;
    kept.isWanted = false;
    return isWanted;
  }

  /** False if it has to stay: what is on the disk is a matter of memory alone, so that a full one stops nobody. */
  function sendAway(kept: KeptPage | undefined): boolean {
    if (kept === undefined || (kept.isChanged && !file.write(kept))) return false;
    leave(kept);
    if (spare.length < MOST_SPARE) spare.push(kept.page.bytes);
    kept.page.bytes = NOTHING;
    return true;
  }

  function bringBack(kept: KeptPage): void {
    const bytes = spare.pop() ?? new Uint8Array(PAGE_BYTES);
    file.read(kept, bytes);
    kept.page.bytes = bytes;
    enter(kept);
  }

  return {
    keep(page) {
      const kept = { page, at: -1, slot: -1, sum: 0, isChanged: true, isWanted: true };
      if (page.bytes.length === PAGE_BYTES) enter(kept);
      return kept;
    },
    open(kept) {
      kept.isWanted = true;
      if (last !== kept) [last, before] = [kept, last];
      if (kept.page.bytes.length === 0) bringBack(kept);
      return kept.page;
    },
    drop(kept) {
      if (kept.at >= 0) leave(kept);
      file.release(kept);
    },
    close: file.close,
  };
}
