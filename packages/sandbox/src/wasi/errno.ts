/** The error numbers of WASI preview 1 that a guest can get here. */
export const ERRNO = {
  success: 0,
  acces: 2,
  badf: 8,
  exist: 20,
  inval: 28,
  isdir: 31,
  mfile: 33,
  nametoolong: 37,
  noent: 44,
  nosys: 52,
  notdir: 54,
  notempty: 55,
  perm: 63,
  spipe: 70,
} as const;

/** One of them. */
export type Errno = (typeof ERRNO)[keyof typeof ERRNO];
