import type { GuardReason } from '../judge/verdict.ts'

export type ScanSeverity = 'high' | 'medium' | 'low'

/** Something in an agent's configuration that gives more than its owner may want. */
export interface ScanFinding {
  readonly check: string
  readonly severity: ScanSeverity
  readonly file: string
  /** Where in it: a path of keys, or a line. */
  readonly place: string
  readonly reason: GuardReason
  readonly mend: GuardReason
}

/** Before it is known in which file. */
export type PlacedFinding = Omit<ScanFinding, 'file'>

/** What nobody looked at may be anything. */
export function tooMuch(place: string): PlacedFinding {
  return {
    check: 'too-much', severity: 'medium', place, reason: { en: 'it holds more than is looked through', ja: '内容が多すぎて検査しきれない' },
    mend: { en: 'look at it by parts: no person wrote this', ja: '分割して確かめる。人が書いたものとは考えにくい' },
  }
}
