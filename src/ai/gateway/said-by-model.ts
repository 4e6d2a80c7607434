import type { OutputFinding } from '../output/output-guard.ts'
import type { Lifting } from './exception/lifting.ts'
import type { SaidJudgement } from './exchange.ts'
import type { TaintJudgement } from './taint.ts'

/** A finding in an answer, with the name by which it can be marked as wrong. */
export function saidByModel<Found extends OutputFinding | TaintJudgement>(found: Found, lifting: Lifting): Found & SaidJudgement {
  return { ...found, origin: 'assistant', mark: lifting.markOf('assistant', found.layer, found.kind, found.subject) }
}

/** Whether a person allowed a call that would bring the third side. */
export function isTaintLifted(lifting: Lifting): (taint: TaintJudgement) => boolean {
  return ({ layer, kind, subject }) => lifting.lifts('assistant', layer, kind, subject)
}
