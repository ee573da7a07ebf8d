import { cidOf, type SignedLink } from "@icn-mesh/core";
import { RuntimeError } from "../../errors.ts";
import { jobFields } from "../../job/job-fields.ts";
import { refNames } from "../../job/ref-names.ts";
import { createKeyedTasks } from "../../tasks/keyed-tasks.ts";
import { retryLater } from "../../tasks/retry-later.ts";
import { createTurns } from "../../tasks/turns.ts";
import type { WordParts, WorkActor, WorkChange, WorkPlace, WorkStart, WorkWord } from "./work-place.ts";
import { type WorkRecord, workRecord } from "./work-record.ts";
import { workTasks } from "./work-tasks.ts";

/** An actor over a record that is in the store. */
export function createWorkActor(place: WorkPlace, start: WorkStart): WorkActor {
  const { storage } = place.parts;
  const { facts } = start;
  const name = refNames.work(facts.bid.cid);
  const turns = createTurns();
  const tasks = createKeyedTasks({ onFailure: retryLater(place.parts, jobFields(facts.bid.body.job)) });
  let { record, word } = start;
  let kept = record;
  let stored = cidOf(workRecord.codec.encode(record));

  function react(): void {
    tasks.sync(workTasks(place, actor));
  }

  async function save({ record: next, blocks = [] }: WorkChange): Promise<void> {
    const bytes = workRecord.codec.encode(next);
    const to = cidOf(bytes);
    const result = await storage.commit({
      blocks: [{ bytes }, ...blocks],
      refs: [{ name, expect: stored, to }],
    });
    if (!result.ok) throw new RuntimeError("overtaken", { code: "RUNTIME_OVERTAKEN", ref: result.ref });
    [record, kept, stored] = [next, next, to];
    react();
  }

  const actor: WorkActor = {
    facts,
    get record() {
      return record;
    },
    get word() {
      return word;
    },
    get stored() {
      return stored;
    },
    get isBehind() {
      return kept !== record;
    },
    start: react,
    note: (decide) =>
      turns.take(async () => {
        record = decide(record);
        react();
      }),
    change: (decide) =>
      turns.take(async () => {
        const change = decide(record);
        if (change !== undefined) await save(change);
      }),
    say: (said, more = { blocks: [], keeps: [] }) =>
      turns.take(async () => {
        if (record.word !== null) return;
        const before = word;
        word = said;
        await save(withWord(record, said, more)).catch((reason: unknown) => {
          word = before;
          throw reason;
        });
      }),
    async stop() {
      await tasks.stop();
      await turns.idle();
    },
  };
  return actor;
}

function withWord(record: WorkRecord, word: WorkWord, { blocks, keeps, bound }: WordParts): WorkChange {
  const said = { word: linkTo(word), keeps: [...record.keeps, ...keeps] };
  if (bound === undefined)
    return { record: { ...record, ...said, phase: "reported" }, blocks: [{ bytes: word.bytes }, ...blocks] };
  const { commit, sealed } = bound;
  return {
    record: { ...record, ...said, phase: "committed", commit: linkTo(commit), sealed },
    blocks: [{ bytes: word.bytes }, { bytes: commit.bytes }, ...blocks],
  };
}

function linkTo({ cid, sig }: SignedLink): SignedLink {
  return { cid, sig };
}
