/** One job in twenty, for the policies that weigh a reputation which a newcomer cannot have yet. */
export const NEWCOMER_PPM = 50_000;
