/**
 * What stops the reading of one record. Thrown inside this folder only, from any depth of nested binary XML, and caught where the
 * record began: there it becomes an entry of the report.
 */
export class Damage extends Error {
  /** Bytes from the start of the 64 KiB chunk. */
  readonly position: number

  constructor(position: number, reason: string) {
    super(reason)
    this.position = position
  }
}
