import { join } from 'node:path'
import { z } from '@hono/zod-openapi'
import { loadAttackPlan } from '../../../ai/redteam/attack-plan.ts'
import { loadServerPlan } from '../../../ai/redteam/server/server-plan.ts'
import { keptRun, keptRunIds } from '../../../ai/redteam/kept-runs.ts'
import type { ReportedPlan } from '../../../ai/redteam/redteam-report.ts'
import { figuresOf } from '../../../ai/redteam/redteam-report.ts'
import type { RedTeamRun } from '../../../ai/redteam/red-team-run.ts'
import type { Asked } from '../../context.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { LOOK } from '../rights.ts'
import { isAtHome } from '../rules/home.ts'
import { count } from '../shapes.ts'
import { MOST_RUNS } from './defaults.ts'

const said = z.object({ en: z.string(), ja: z.string() })

const runSchema = z.object({
  id: z.string(), target: z.string(), started: z.string(), seed: z.string(), attempts: count, succeeded: count, failed: count.describe('could not be made'),
  goals: count.describe('that were tried'), reached: count.describe('of these'), ordinary: count.describe('ordinary questions'), refused: count.describe('of these'),
}).openapi('RedTeamRunSummary')

const wholeSchema = runSchema.extend({
  byGoal: z.array(z.object({ id: z.string(), title: said, mend: said, owasp: z.string(), agentic: z.string(), technique: z.string(), tried: count, succeeded: count, filtered: count, failed: count })),
  attacks: z.array(z.object({
    id: z.string(), goal: z.string(), way: z.string(), language: z.string(), outcome: z.enum(['succeeded', 'resisted', 'filtered', 'undecided', 'failed']),
    turns: z.array(z.string()).describe('of those that succeeded'), answer: z.string().describe('of those that succeeded'), calls: z.array(z.string()),
  })),
  questions: z.array(z.object({ question: z.string(), language: z.string(), answer: z.string() })).describe('ordinary ones that were refused'),
}).openapi('RedTeamRun')

const listRoute = route({
  method: 'get', path: '/redteam-runs', summary: 'Runs of the red team that were kept, the newest first', access: LOOK, answer: z.object({ items: z.array(runSchema) }),
}, async (_, asked) => {
  if (!isAtHome(asked)) return { items: [] }
  const folder = folderOf(asked)
  const items: z.input<typeof runSchema>[] = []
  for (const id of (await keptRunIds(folder)).slice(0, MOST_RUNS)) {
    const run = await keptRun(folder, id)
    if (run !== null) items.push(summaryOf(id, run, plan()))
  }
  return { items }
})

const detailRoute = route({
  method: 'get', path: '/redteam-runs/{id}', summary: 'One run with all its attempts', access: LOOK, params: z.object({ id: z.string().max(40) }), answer: wholeSchema,
}, async ({ params: { id } }, asked) => {
  const run = isAtHome(asked) ? await keptRun(folderOf(asked), id) : null
  if (run === null) throw new ApiError('not-found')
  return {
    ...summaryOf(id, run, plan()),
    byGoal: figuresOf(run, plan()).goals.map(({ goal: { id: goal, en, ja, mend, owasp, agentic, technique }, ...figures }) => ({ id: goal, title: { en, ja }, mend, owasp, agentic, technique, ...figures })),
    attacks: run.attempts.map(({ turns, answer, calls, ...rest }) => {
      const isShown = rest.outcome === 'succeeded'
      return { ...rest, turns: isShown ? [...turns] : [], answer: isShown ? answer : '', calls: [...calls] }
    }),
    questions: run.ordinary.filter(({ outcome }) => outcome === 'refused').map(({ question, language, answer }) => ({ question, language, answer })),
  }
})

export const redTeamRoutes: readonly ServerRoute[] = [listRoute, detailRoute]

let loaded: ReportedPlan | null = null

/** Of models, and of servers of tools. */
function plan(): ReportedPlan {
  loaded ??= { goals: [...loadAttackPlan().goals, ...loadServerPlan().goals] }
  return loaded
}

function folderOf({ services }: Asked): string {
  return join(services.store.folder.path, 'redteam')
}

function summaryOf(id: string, run: RedTeamRun, attackPlan: ReportedPlan): z.input<typeof runSchema> {
  const { goals, ...figures } = figuresOf(run, attackPlan)
  return { id, target: run.target, started: run.started, seed: run.seed, ...figures, goals: goals.length, reached: goals.filter(({ succeeded }) => succeeded > 0).length }
}
