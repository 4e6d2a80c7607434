/** Where a backup lies: named pieces of bytes, each whole or not there. */
export interface Box {
  /** Absolute. */
  readonly path: string
  has(name: string): Promise<boolean>
  /** Keeps content under the name that is known when all of it was read; one that is there already stays. Answers whether it is new. @throws NoroshiError `backup-failed`, `disk-full` */
  add(content: AsyncIterable<Uint8Array>, nameOf: () => string): Promise<boolean>
  /** @throws NoroshiError `bad-backup` when there is none, or not all of it */
  read(name: string): AsyncIterable<Uint8Array>
  /** The names that begin so, sorted. */
  list(prefix: string): Promise<string[]>
  /** Everything is on the disk under its last name. */
  finish(): Promise<void>
  /** Lets go of it; what was added and not finished goes where it is a file. */
  close(): Promise<void>
}

/** Settings that are read before anything else: how what follows is encrypted. */
export const HEADER_NAME = 'noroshi-backup.json'

/** What lies in it, a name for each backup. */
export const MANIFEST_PREFIX = 'backups/'

export function objectName(id: string): string {
  return `objects/${id.slice(0, 2)}/${id}`
}
