import type { Ecosystem } from './ecosystem.ts'

/** A name in an answer by which somebody will fetch a package. */
export interface NamedPackage {
  readonly ecosystem: Ecosystem
  readonly name: string
  readonly start: number
  readonly end: number
  readonly isImport: boolean
}
