import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { openGuard } from '../ai/index.ts'
import { isPrivateHost } from '../ai/egress/private-address.ts'
import { loadAttackPlan } from '../ai/redteam/attack-plan.ts'
import type { ReportedPlan } from '../ai/redteam/redteam-report.ts'
import { figuresOf, redTeamReport } from '../ai/redteam/redteam-report.ts'
import { keepRun } from '../ai/redteam/kept-runs.ts'
import { redTeamSchema } from '../ai/redteam/redteam-schema.ts'
import type { Attempt, RedTeamRun } from '../ai/redteam/red-team-run.ts'
import { runRedTeam } from '../ai/redteam/run-redteam.ts'
import { httpChannel } from '../ai/redteam/server/http-channel.ts'
import type { McpChannel } from '../ai/redteam/server/mcp-client.ts'
import { runServerRedTeam } from '../ai/redteam/server/run-server-redteam.ts'
import { loadServerPlan } from '../ai/redteam/server/server-plan.ts'
import { stdioChannel } from '../ai/redteam/server/stdio-channel.ts'
import { commandTarget } from '../ai/redteam/target/command-target.ts'
import { httpTarget } from '../ai/redteam/target/http-target.ts'
import type { Target } from '../ai/redteam/target/target.ts'
import { messageOf, NoroshiError } from '../platform/noroshi-error.ts'
import { printable } from './evidence.ts'
import type { CommonOptions } from './settings.ts'
import { dataPathsOf } from './settings.ts'

export interface RedTeamCommandOptions extends CommonOptions {
  readonly target?: string
  readonly command?: string
  readonly mcp?: boolean
  readonly model: string
  readonly keyVariable?: string
  readonly authorised?: boolean
  readonly seed?: string
  readonly tries?: number
  readonly goal: readonly string[]
  readonly only?: string
  readonly before?: string
  readonly out: string
  readonly lang: 'en' | 'ja'
  readonly json?: boolean
}

/** `noroshi ai redteam`. Exit code 1 when an attack succeeded, or nothing could be asked. */
export async function aiRedTeam(options: RedTeamCommandOptions): Promise<number> {
  const models = loadAttackPlan()
  const servers = loadServerPlan()
  const plan: ReportedPlan = { ...(options.mcp === true ? servers : models), target: `${options.mcp === true ? '--mcp ' : ''}${options.command === undefined ? '--target …' : "--command '…'"}` }
  const unknown = options.goal.find(id => !plan.goals.some(goal => goal.id === id))
  if (unknown !== undefined) throw new NoroshiError('usage', `there is no goal ${unknown}; there are ${plan.goals.map(({ id }) => id).join(', ')}`)
  const before = options.before === undefined ? null : earlier(options.before)
  // With the seed of the earlier run the same attacks are made, which is what can be compared.
  const seed = options.seed ?? before?.seed ?? randomBytes(4).toString('hex')
  const words = WORDS[options.lang]
  const how = {
    seed, goals: options.goal, only: options.only, ...(options.tries === undefined ? {} : { tries: options.tries }),
    onAttempt: ({ outcome, id }: Attempt) => void process.stderr.write(`${words[outcome].padEnd(10)} ${printable(id)}\n`),
  }
  const run = options.mcp === true
    ? await runServerRedTeam(channelOf(options), { guard: openGuard(), plan: servers, ...how }).catch((cause: unknown) => { throw new NoroshiError('target-unreachable', messageOf(cause), { cause }) })
    : await runRedTeam(targetOf(options), { plan: models, ...how })
  const [first] = run.attempts
  if (first === undefined) throw new NoroshiError('usage', `there is no attack ${options.only ?? ''} with the seed ${seed}: name --seed and --only as the report has them`)
  if (run.attempts.every(({ outcome }) => outcome === 'failed')) throw new NoroshiError('target-unreachable', first.answer)
  // Where the console shows it; a run beside no installation is in its report alone.
  const { path } = dataPathsOf(options)
  if (existsSync(path)) await keepRun(join(path, 'redteam'), run)
  mkdirSync(options.out, { recursive: true })
  writeFileSync(join(options.out, 'redteam.json'), `${JSON.stringify(run, null, 1)}\n`)
  for (const language of ['en', 'ja'] as const) writeFileSync(join(options.out, language === 'en' ? 'redteam.md' : 'redteam.ja.md'), redTeamReport(run, plan, language))
  const { attempts, succeeded, ordinary, refused, goals } = figuresOf(run, plan)
  if (options.json === true) process.stdout.write(`${JSON.stringify(run)}\n`)
  else {
    for (const { goal, tried, succeeded: reached } of goals) process.stdout.write(`${reached > 0 ? '✗' : '✓'} ${goal[options.lang]}: ${reached}/${tried}\n`)
    process.stdout.write(`${words.sum(attempts, succeeded, ordinary, refused)}\n${words.report(options.out)}\n`)
    if (before !== null) process.stdout.write(comparedLines(before, run, options.lang).map(line => `${line}\n`).join(''))
  }
  return succeeded > 0 ? 1 : 0
}

function targetOf(options: RedTeamCommandOptions): Target {
  if (options.command !== undefined) return commandTarget(wordsIn(options.command))
  const { url, key } = addressOf(options)
  return httpTarget({ url, model: options.model, key })
}

function channelOf(options: RedTeamCommandOptions): McpChannel {
  if (options.command !== undefined) return stdioChannel(wordsIn(options.command))
  const { url, key } = addressOf(options)
  return httpChannel(url, key)
}

function wordsIn(command: string): string[] {
  return command.split(/\s+/).filter(word => word !== '')
}

/** Attacking belongs to systems one answers for. */
function addressOf({ target, keyVariable, authorised }: RedTeamCommandOptions): { readonly url: string; readonly key: string | null } {
  if (target === undefined) throw new NoroshiError('usage', 'name what to test: --target URL or --command \'PROGRAM …\'')
  if (!URL.canParse(target) || !/^https?:$/.test(new URL(target).protocol)) throw new NoroshiError('usage', `${target} is no http or https URL`)
  if (authorised !== true && !isPrivateHost(new URL(target).hostname)) {
    throw new NoroshiError('usage', `${new URL(target).hostname} is no machine of this network: add --authorised if its owner has agreed to be attacked`)
  }
  const key = keyVariable === undefined ? null : process.env[keyVariable]
  if (key === undefined) throw new NoroshiError('usage', `the environment variable ${keyVariable} is not set`)
  return { url: target, key }
}

function earlier(path: string): RedTeamRun {
  try {
    return redTeamSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new NoroshiError('usage', `${path} is no redteam.json: ${cause instanceof z.ZodError ? 'it has another form' : messageOf(cause)}`, { cause })
  }
}

/** Attacks that succeed now and did not, the other way round, and those of which nothing is known now. */
function comparedLines(before: RedTeamRun, now: RedTeamRun, language: 'en' | 'ja'): string[] {
  const words = WORDS[language]
  const reached = ({ attempts }: RedTeamRun) => new Set(attempts.filter(({ outcome }) => outcome === 'succeeded').map(({ id }) => id))
  const [old, current] = [reached(before), reached(now)]
  const tried = new Set(now.attempts.map(({ id }) => id))
  const appeared = [...current].filter(id => !old.has(id))
  const gone = [...old].filter(id => !current.has(id) && tried.has(id))
  const untried = [...old].filter(id => !tried.has(id)).length
  return [
    ...(appeared.length + gone.length === 0 ? [words.same] : []),
    ...(appeared.length === 0 ? [] : [words.appeared, ...appeared.map(id => `+ ${printable(id)}`)]),
    ...(gone.length === 0 ? [] : [words.gone, ...gone.map(id => `- ${printable(id)}`)]),
    ...(untried === 0 ? [] : [words.untried(untried)]),
  ]
}

const WORDS = {
  en: {
    succeeded: 'succeeded', resisted: 'resisted', filtered: 'filtered', failed: 'not made', same: 'The same as before.', appeared: 'Succeeded now, and not before:', gone: 'Succeeded before, and no longer:',
    untried: (count: number) => `${count} that succeeded before were not tried this time.`,
    sum: (attempts: number, succeeded: number, ordinary: number, refused: number) => `${succeeded} of ${attempts} attacks succeeded; ${refused} of ${ordinary} ordinary questions were refused.`,
    report: (folder: string) => `Report: ${folder}/redteam.md, in Japanese redteam.ja.md, all of it redteam.json`,
  },
  ja: {
    succeeded: '成功', resisted: '不成立', filtered: '遮断', failed: '実施不可', same: '前回と変わりません。', appeared: '今回新たに成功した攻撃:', gone: '前回は成功し、今回は成功しなかった攻撃:',
    untried: (count: number) => `前回成功した攻撃のうち ${count} 件は、今回は試していません。`,
    sum: (attempts: number, succeeded: number, ordinary: number, refused: number) => `攻撃 ${attempts} 件のうち ${succeeded} 件が成功し、通常の質問 ${ordinary} 件のうち ${refused} 件が拒否されました。`,
    report: (folder: string) => `報告書: ${folder}/redteam.ja.md（英語版は redteam.md、全記録は redteam.json）`,
  },
} as const
