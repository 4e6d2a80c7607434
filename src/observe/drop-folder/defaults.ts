/** Milliseconds between looks at a folder. */
export const LOOK_MS = 2_000

/** Milliseconds that a file must not have changed before it is taken: it may still be written. */
export const SETTLED_MS = 2_000

/** Files that are looked at in one folder and those below it. */
export const FILES = 250_000
