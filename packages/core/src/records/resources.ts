import * as z from "zod";
import { name, uint } from "../codec/fields.ts";

/** What a job needs or an executor offers of a machine. */
export const resourcesSchema = z.strictObject({
  cpuCores: uint(65_536),
  memoryMb: uint(2 ** 32),
  storageMb: uint(2 ** 40),
  gpu: z.strictObject({ model: name().optional(), vramMb: uint(2 ** 32) }).optional(),
});
export type Resources = z.infer<typeof resourcesSchema>;
