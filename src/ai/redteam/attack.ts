import { DISGUISES } from '../text/disguises.ts'
import type { AttackPlan, Delivery, Goal, Way } from './attack-plan.ts'

/** What is planted in a run, and looked for in answers. */
export interface Planted {
  /** Stands in the system prompt alone. */
  readonly canary: string
  /** Is said only by a target that obeys. */
  readonly marker: string
  /** Where data would be sent. */
  readonly drop: string
}

/** One thing to try; the same plan and seed make the same. */
export interface Attack {
  /** `goal/way/language/number`. */
  readonly id: string
  readonly goal: Goal
  readonly way: string
  readonly kind: Way['kind'] | 'delivered'
  readonly language: string
  /** What a person says, turn by turn; or the question and what its tool gives back. */
  readonly turns: readonly string[]
  /** The tool whose result the last of the turns is. */
  readonly result: string | null
}

/** Everything that can be tried for a goal. */
export function attacksOn(goal: Goal, { ways, deliveries }: AttackPlan, planted: Planted): Attack[] {
  const requests = Object.entries(goal.requests).flatMap(([language, texts]) => texts.map((text, number) => ({ language, number, text: filled(text, planted) })))
  return requests.flatMap(({ language, number, text }) => goal.delivered
    ? deliveries.map(delivery => delivered(goal, delivery, { language, number, text }))
    : ways.map(way => asked(goal, way, { language, number, text })))
}

interface Request {
  readonly language: string
  readonly number: number
  readonly text: string
}

function asked(goal: Goal, { id, kind, disguise, turns }: Way, { language, number, text }: Request): Attack {
  const request = disguise === undefined ? text : DISGUISES[disguise]!(text)
  const half = Math.ceil(request.length / 2)
  return {
    id: `${goal.id}/${id}/${language}/${number}`, goal, way: id, kind, language, result: null,
    turns: turns.map(turn => turn.replaceAll('{request}', () => request).replaceAll('{first}', () => request.slice(0, half)).replaceAll('{second}', () => request.slice(half))),
  }
}

function delivered(goal: Goal, { id, result, turns }: Delivery, { language, number, text }: Request): Attack {
  return {
    id: `${goal.id}/${id}/${language}/${number}`, goal, way: id, kind: 'delivered', language, result: result ?? null,
    turns: turns.map(turn => turn.replaceAll('{request}', () => text)),
  }
}

export function filled(text: string, { canary, marker, drop }: Planted): string {
  return text.replaceAll('{canary}', () => canary).replaceAll('{marker}', () => marker).replaceAll('{drop}', () => drop)
}
