import type { Digest } from '../../model/digest.ts'

/** The sum of a digest as PostgreSQL's numeric reads it. */
export function decimal({ sum }: Digest): string {
  return BigInt(`0x${sum}`).toString()
}
