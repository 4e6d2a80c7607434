import type { Attempt, RedTeamRun, RunComparison } from './red-team-run.ts'

/** Ids of the attacks that succeeded, each once. */
export function succeededIn({ attempts }: Pick<RedTeamRun, 'attempts'>): string[] {
  return [...new Set(attempts.filter(({ outcome }) => outcome === 'succeeded').map(({ id }) => id))]
}

/** @param wanted whether an attack of the earlier run was to be made this time at all */
export function compareRuns(before: RedTeamRun, now: RedTeamRun, wanted: (attempt: Attempt) => boolean = () => true): RunComparison {
  const old = succeededIn({ attempts: before.attempts.filter(wanted) })
  const known = new Set(succeededIn(before))
  const current = succeededIn(now)
  const resisted = new Set(now.attempts.filter(({ outcome }) => outcome === 'resisted' || outcome === 'filtered').map(({ id }) => id))
  const still = old.filter(id => current.includes(id))
  const fixed = old.filter(id => !still.includes(id) && resisted.has(id))
  return { before: before.started, fixed, still, appeared: current.filter(id => !known.has(id)), unknown: old.filter(id => !still.includes(id) && !fixed.includes(id)) }
}
