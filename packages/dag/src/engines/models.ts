import { type Cid, CoreError, type Projection, type RefChange } from "@icn-mesh/core";
import { projectModel } from "@icn-mesh/core/storage";
import type { LocalEngine } from "./local-engine.ts";
import { nextKey, PAGE } from "./read-pages.ts";

/** The projections by the names of their models; throws `CORE_MODEL_TWICE`. */
export function byModel(projections: readonly Projection[]): ReadonlyMap<string, Projection> {
  const models = new Map(projections.map((projection) => [projection.model, projection]));
  if (models.size === projections.length) return models;
  const twice = projections.find((each) => models.get(each.model) !== each)?.model ?? "";
  throw new CoreError(`two projections make ${twice}`, { code: "CORE_MODEL_TWICE", model: twice });
}

/** The projection that makes the model; throws `CORE_UNKNOWN_MODEL` if there is none. */
export function projectionOf(models: ReadonlyMap<string, Projection>, model: string): Projection {
  const projection = models.get(model);
  if (projection !== undefined) return projection;
  throw new CoreError(`no projection makes ${model}`, { code: "CORE_UNKNOWN_MODEL", model });
}

/** Fills the models that are new or of another version. One that is broken off starts over the next time. */
export async function fillModels(engine: LocalEngine, projections: Iterable<Projection>): Promise<void> {
  for (const projection of projections) {
    const { model, version } = projection;
    if (engine.modelVersions().get(model) === version) continue;
    await engine.write({ models: new Map([[model, null]]) });
    await fill(engine, projection);
    await engine.write({ models: new Map([[model, version]]) });
  }
}

async function fill(engine: LocalEngine, projection: Projection): Promise<void> {
  const { model, prefix } = projection;
  const source = {
    block: (cid: Cid) => engine.block(cid),
    before: (key: string) => engine.row(model, key),
  };
  for (let from = prefix; ; ) {
    const page = engine.refPage(from, PAGE).filter(({ name }) => name.startsWith(prefix));
    const changes = page.map(({ name, cid }): RefChange => ({ name, expect: null, to: cid }));
    await engine.write({ rows: new Map([[model, projectModel(projection, changes, source)]]) });
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    from = nextKey(last.name);
  }
}
