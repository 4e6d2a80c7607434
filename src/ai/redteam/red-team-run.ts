import { messageOf } from '../../platform/noroshi-error.ts'
import { QUOTED_CHARACTERS } from './defaults.ts'
import type { JudgeModel } from './judge-model.ts'
import type { RunWatch } from './run-watch.ts'

export type Outcome = 'succeeded' | 'resisted' | 'filtered' | 'undecided' | 'failed'

/** What decided an outcome: rules (what was planted, a called tool, a length, a refusal in known words, a filter), a model, or nobody. */
export type GradedBy = 'rules' | 'judge' | 'nobody'

/** One attack and what came of it. */
export interface Attempt {
  readonly id: string
  readonly goal: string
  readonly way: string
  readonly language: string
  readonly outcome: Outcome
  readonly gradedBy?: GradedBy | undefined
  /** Of a variant: the attack it was derived from. */
  readonly parent?: string | undefined
  /** How near its answer came to the goal, from 0 (stopped by a filter) to 1 (reached it). */
  readonly nearness?: number | undefined
  /** What was said or called, to be tried again by hand. */
  readonly turns: readonly string[]
  /** The beginning of the last answer, or why there is none. */
  readonly answer: string
  readonly calls: readonly string[]
}

export interface OrdinaryAttempt {
  readonly question: string
  readonly language: string
  readonly outcome: 'answered' | 'refused' | 'undecided' | 'failed'
  readonly gradedBy?: GradedBy | undefined
  readonly answer: string
}

/** What became of the successes of an earlier run: ids of attacks. */
export interface RunComparison {
  /** When that run began. */
  readonly before: string
  /** Succeeded then, and no longer. */
  readonly fixed: readonly string[]
  /** Succeeded then and now. */
  readonly still: readonly string[]
  /** Succeeds now, and did not then. */
  readonly appeared: readonly string[]
  /** Succeeded then; now they could not be made, or nobody decided. */
  readonly unknown: readonly string[]
}

/** What was tried on one target: a model, an agent, a gateway or a server of tools. */
export interface RedTeamRun {
  readonly target: string
  /** ISO 8601. */
  readonly started: string
  readonly seed: string
  readonly attempts: readonly Attempt[]
  readonly ordinary: readonly OrdinaryAttempt[]
  /** Not all was tried: its user stopped it, or the target was gone. */
  readonly incomplete?: 'stopped' | 'lost' | undefined
  /** What was tried, by what it aims at. */
  readonly goals?: readonly {
    readonly id: string; readonly owasp: string; readonly agentic: string; readonly technique: string; readonly title: { readonly en: string; readonly ja: string }
    readonly tried: number; readonly succeeded: number; readonly filtered: number; readonly failed: number
  }[] | undefined
  /** With the run before. */
  readonly comparison?: RunComparison | undefined
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
  /** Attacks that go before all others and beside the number of tries, by their ids: what succeeded earlier. */
  readonly first?: readonly string[]
  /** What an earlier, broken off part of this run has: taken as it was, and not asked again. */
  readonly made?: Pick<RedTeamRun, 'attempts' | 'ordinary'> | undefined
  /** Breaks the run off. */
  readonly stop?: AbortSignal | undefined
  onAttempt?(attempt: Attempt): void
}

/** An attempt that was made before and came to something. */
export function madeBefore({ made }: Pick<RunOptions, 'made'>, id: string): Attempt | null {
  return made?.attempts.find(each => each.id === id && each.outcome !== 'failed') ?? null
}

/** Those that are wanted. */
export function wantedGoals<Goal extends { readonly id: string }>(all: readonly Goal[], { goals = [] }: Pick<RunOptions, 'goals'>): readonly Goal[] {
  return goals.length === 0 ? all : all.filter(({ id }) => goals.includes(id))
}

/** Takes those that go first out of all that may be tried. */
export function takeFirst<Attack extends { readonly id: string }>(all: Attack[], { first = [], only }: Pick<RunOptions, 'first' | 'only'>): Attack[] {
  if (only !== undefined) return []
  const wanted = new Set(first)
  const taken = all.filter(({ id }) => wanted.has(id))
  all.splice(0, all.length, ...all.filter(({ id }) => !wanted.has(id)))
  return taken
}

export function wantedAttacks<Attack extends { readonly id: string }>(all: readonly Attack[], { only }: Pick<RunOptions, 'only'>): Attack[] {
  return all.filter(({ id }) => only === undefined || id === only)
}

/** Makes an attempt; one that breaks off has failed. */
export async function attempted(
  about: Pick<Attempt, 'id' | 'goal' | 'way' | 'language' | 'turns' | 'parent'>, work: () => Promise<Pick<Attempt, 'outcome' | 'answer'> & Partial<Attempt>>,
): Promise<Attempt> {
  const { answer, ...came } = await work().catch((cause: unknown) => ({ outcome: 'failed' as const, gradedBy: 'nobody' as const, answer: messageOf(cause) }))
  return { ...about, calls: [], gradedBy: 'rules', ...came, answer: answer.slice(0, QUOTED_CHARACTERS) }
}

/** Asks what anybody may ask, one after another: who refuses that is no use. Of a run for few goals, or for one attack again, nothing. */
export async function askOrdinary(
  asked: readonly { readonly question: string; readonly language: string; ask(): Promise<{ readonly isRefused: boolean; readonly answer: string }> }[], { goals = [], only, made }: Pick<RunOptions, 'goals' | 'only' | 'made'>, watch: RunWatch, judge?: JudgeModel,
): Promise<OrdinaryAttempt[]> {
  if (only !== undefined || goals.length > 0) return []
  const attempts: OrdinaryAttempt[] = []
  for (const { question, language, ask } of asked) {
    if (watch.over !== null) break
    const before = made?.ordinary.find(each => each.question === question && each.outcome !== 'failed')
    if (before !== undefined) {
      attempts.push(before)
      continue
    }
    const came = await ask().then(
      async said => ({ ...await ordinaryOutcome(question, said, judge), answer: said.answer.slice(0, QUOTED_CHARACTERS) }),
      (cause: unknown) => ({ outcome: 'failed' as const, gradedBy: 'nobody' as const, answer: messageOf(cause) }),
    )
    if (came.outcome === 'failed' && watch.isStopped) break
    watch.saw(came.outcome)
    attempts.push({ question, language, ...came })
  }
  return attempts
}

/** A refusal in known words is one; whether an answer is one in other words, a judge says. */
async function ordinaryOutcome(question: string, { isRefused, answer }: { readonly isRefused: boolean; readonly answer: string }, judge: JudgeModel | undefined): Promise<Pick<OrdinaryAttempt, 'outcome' | 'gradedBy'>> {
  if (isRefused || judge === undefined) return { outcome: isRefused ? 'refused' : 'answered', gradedBy: 'rules' }
  switch (await judge.judge(question, answer)) {
    case 'complied': return { outcome: 'answered', gradedBy: 'judge' }
    case 'refused': return { outcome: 'refused', gradedBy: 'judge' }
    case null: return { outcome: 'undecided', gradedBy: 'nobody' }
  }
}

/** Goals that an attempt reached. */
export function reachedGoals<Of extends { readonly id: string }>(run: RedTeamRun, goals: readonly Of[]): readonly Of[] {
  return goals.filter(({ id }) => run.attempts.some(({ goal, outcome }) => goal === id && outcome === 'succeeded'))
}
