/** What a caller fixes about a world; its seed draws the rest. */
export interface PlanWish {
  readonly nodes?: number;
  readonly federations?: number;
  readonly jobs?: number;
  /** The kinds of faults that may come; all kinds when not given, none for an empty list. */
  readonly faults?: readonly string[];
  /** The actors that may come; all when not given, none for an empty list. */
  readonly actors?: readonly string[];
}
