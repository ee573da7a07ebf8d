import { pathToFileURL } from "node:url";
import { type KeptLinks, type Storage, signedRecords } from "@icn-mesh/core";
import { createKeptLinks, openStorage } from "@icn-mesh/dag";
import { economicsRecords } from "@icn-mesh/economics";
import { runtimeProjections, runtimeRecords } from "@icn-mesh/runtime";
import { guestStateRecord } from "@icn-mesh/sandbox";
import type { NodeConfig } from "../config/node-config.ts";
import type { DataDirectory } from "../data/data-directory.ts";

/** What the records of a node keep, for its store, for backups and for garbage collection. */
export function nodeKeptLinks(): KeptLinks {
  return createKeptLinks([...signedRecords, ...economicsRecords, ...runtimeRecords, guestStateRecord]);
}

/** The store of a node, with all that it keeps up. */
export function openStore(data: DataDirectory, { url }: NodeConfig["store"]): Promise<Storage> {
  const location = url ?? pathToFileURL(data.at("store")).href;
  return openStorage(location, { projections: runtimeProjections, keptLinks: nodeKeptLinks() });
}
