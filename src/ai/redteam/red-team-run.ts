import { messageOf } from '../../platform/noroshi-error.ts'
import { QUOTED_CHARACTERS } from './defaults.ts'

export type Outcome = 'succeeded' | 'resisted' | 'filtered' | 'failed'

/** One attack and what came of it. */
export interface Attempt {
  readonly id: string
  readonly goal: string
  readonly way: string
  readonly language: string
  readonly outcome: Outcome
  /** What was said or called, to be tried again by hand. */
  readonly turns: readonly string[]
  /** The beginning of the last answer, or why there is none. */
  readonly answer: string
  readonly calls: readonly string[]
}

export interface OrdinaryAttempt {
  readonly question: string
  readonly language: string
  readonly outcome: 'answered' | 'refused' | 'failed'
  readonly answer: string
}

/** What was tried on one target: a model, an agent, a gateway or a server of tools. */
export interface RedTeamRun {
  readonly target: string
  /** ISO 8601. */
  readonly started: string
  readonly seed: string
  readonly attempts: readonly Attempt[]
  readonly ordinary: readonly OrdinaryAttempt[]
}

export interface RunOptions {
  /** The same makes the same attacks. */
  readonly seed: string
  /** Attacks for each goal. */
  readonly tries?: number
  /** Only these goals; none: all. */
  readonly goals?: readonly string[]
  /** Only this attack: a success that is tried again. */
  readonly only?: string | undefined
  onAttempt?(attempt: Attempt): void
}

/** Those that are wanted. */
export function wantedGoals<Goal extends { readonly id: string }>(all: readonly Goal[], { goals = [] }: Pick<RunOptions, 'goals'>): readonly Goal[] {
  return goals.length === 0 ? all : all.filter(({ id }) => goals.includes(id))
}

export function wantedAttacks<Attack extends { readonly id: string }>(all: readonly Attack[], { only }: Pick<RunOptions, 'only'>): Attack[] {
  return all.filter(({ id }) => only === undefined || id === only)
}

/** Makes an attempt; one that breaks off has failed. */
export async function attempted(about: Pick<Attempt, 'id' | 'goal' | 'way' | 'language' | 'turns'>, work: () => Promise<Pick<Attempt, 'outcome' | 'answer'> & Partial<Pick<Attempt, 'calls'>>>): Promise<Attempt> {
  const { outcome, answer, calls = [] } = await work().catch((cause: unknown) => ({ outcome: 'failed' as const, answer: messageOf(cause), calls: [] }))
  return { ...about, outcome, answer: answer.slice(0, QUOTED_CHARACTERS), calls }
}

/** Asks what anybody may ask, one after another: who refuses that is no use. Of a run for few goals, or for one attack again, nothing. */
export async function askOrdinary(
  asked: readonly { readonly question: string; readonly language: string; ask(): Promise<{ readonly isRefused: boolean; readonly answer: string }> }[], { goals = [], only }: Pick<RunOptions, 'goals' | 'only'>,
): Promise<OrdinaryAttempt[]> {
  if (only !== undefined || goals.length > 0) return []
  const attempts: OrdinaryAttempt[] = []
  for (const { question, language, ask } of asked) {
    const { outcome, answer } = await ask().then(
      said => ({ outcome: said.isRefused ? 'refused' as const : 'answered' as const, answer: said.answer.slice(0, QUOTED_CHARACTERS) }),
      (cause: unknown) => ({ outcome: 'failed' as const, answer: messageOf(cause) }),
    )
    attempts.push({ question, language, outcome, answer })
  }
  return attempts
}

/** Goals that an attempt reached. */
export function reachedGoals<Of extends { readonly id: string }>(run: RedTeamRun, goals: readonly Of[]): readonly Of[] {
  return goals.filter(({ id }) => run.attempts.some(({ goal, outcome }) => goal === id && outcome === 'succeeded'))
}
