export { type BackupComponents, type BackupOptions, backUp } from "./backup/back-up.ts";
export { createPausableStorage, type PausableStorage } from "./backup/pausable-storage.ts";
export { type RestoreComponents, type Restored, type RestoreOptions, restore } from "./backup/restore.ts";
export { type ScrubFinding, type ScrubOptions, type ScrubReport, scrub } from "./backup/scrub.ts";
export { type BlockstoreOptions, createBlockstore } from "./blockstore/create-blockstore.ts";
export type { CarFault } from "./car/car-fault.ts";
export { type ExportOptions, exportCar } from "./car/export-car.ts";
export { type ImportedCar, type ImportOptions, importCar } from "./car/import-car.ts";
export type { CarLimits } from "./car/read-car.ts";
export { DagError, type DagFailure } from "./errors.ts";
export { type BlockFault, faultOf } from "./graph/block-fault.ts";
export { createKeptLinks, type KeepingRecord } from "./graph/kept-links.ts";
export { expireLeases, type LeaseComponents } from "./graph/lease.ts";
export { type BlockTally, measureStore, type StoreMeasure } from "./graph/measure-store.ts";
export { rootOfRefs } from "./graph/ref-tree.ts";
export { createUpload, type Upload, type UploadEnd } from "./graph/upload.ts";
export { type WalkOptions, type WalkStep, walk } from "./graph/walk.ts";
export { refsByFirstPart } from "./models/refs-by-first-part.ts";
export { type RowModel, rowProjection } from "./models/row-projection.ts";
export { readTally, type TallyModel, tallyProjection } from "./models/tally-projection.ts";
export { type OpenStorageOptions, openStorage } from "./open-storage.ts";
export type { FileFault } from "./payload/file-node.ts";
export { type PutFileOptions, putFile, type StoredFile } from "./payload/put-file.ts";
export { type ReadFileOptions, readFile, sizeOfFile } from "./payload/read-file.ts";
export { appendLink, type Chain, type ChainLink, type NextLink } from "./records/chain.ts";
export { followRef } from "./records/follow-ref.ts";
export type { BlockRefusal, Found, LostRace } from "./records/found.ts";
export { getRecord, getValue } from "./records/get-record.ts";
export { putRecord, putValue } from "./records/put-record.ts";
export {
  type ChainFold,
  type ChainRange,
  foldChain,
  newestFirst,
  oldestFirst,
} from "./records/read-chain.ts";
export { applyRetention } from "./retention/apply-retention.ts";
export { collectGarbage, type Garbage, type GarbageOptions } from "./retention/collect-garbage.ts";
export { type Pin, type Pinning, pinning, readPins, renewPin, unpin } from "./retention/pins.ts";
export { planRetention, type RetentionPlan, type RetentionPolicy } from "./retention/retention-plan.ts";
