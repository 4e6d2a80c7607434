import { MAXIMUM_CHARACTERS } from '../text/defaults.ts'
import type { GuardJudgement } from './verdict.ts'

/** What is said of a text that nobody looked through to its end. @param length in characters */
export function tooLong(length: number): GuardJudgement {
  const most = MAXIMUM_CHARACTERS.toLocaleString('en')
  return {
    verdict: 'block', layer: 'form', kind: 'too-long', score: 0.9,
    reason: { en: `too long to judge: ${length.toLocaleString('en')} characters, of which ${most} can be read`, ja: `長すぎて判定できない（${length.toLocaleString('en')} 文字。読めるのは ${most} 文字まで）` },
  }
}
