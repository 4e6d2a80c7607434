import type { GuardLayer } from './verdict.ts'

/** Says of a layer, and of what decides in it (a signature, a kind of secret), whether its verdict on the text at hand was taken back: the others still stand. */
export type IsLifted = (layer: GuardLayer, kind: string) => boolean

export function nothingIsLifted(): boolean {
  return false
}
