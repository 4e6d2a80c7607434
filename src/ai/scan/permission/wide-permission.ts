import type { GuardReason } from '../../judge/verdict.ts'
import type { PlacedFinding, ScanSeverity } from '../scan-finding.ts'

/** More than its owner may want to give without a question. */
export interface WidePermission {
  readonly severity: ScanSeverity
  readonly reason: GuardReason
}

export const EVERYTHING: WidePermission = { severity: 'high', reason: { en: 'nobody is asked before tools run', ja: 'ツールが確認なしに実行される' } }

/** The finding that somebody is not asked. */
export function nobodyAsked(place: string, { severity, reason }: WidePermission): PlacedFinding {
  return { check: 'nobody-asked', severity, place, reason, mend: { en: 'allow single commands, and ask for the rest', ja: '個々のコマンドだけを許可し、それ以外は確認する' } }
}
