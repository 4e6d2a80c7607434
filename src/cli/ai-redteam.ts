import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { openGuard } from '../ai/index.ts'
import { isPrivateHost } from '../ai/egress/private-address.ts'
import { loadAttackPlan } from '../ai/redteam/attack-plan.ts'
import { compareRuns, succeededIn } from '../ai/redteam/compare-runs.ts'
import type { JudgeModel } from '../ai/redteam/judge-model.ts'
import { judgeModel } from '../ai/redteam/judge-model.ts'
import type { ReportedPlan } from '../ai/redteam/redteam-report.ts'
import { figuresOf, redTeamReport } from '../ai/redteam/redteam-report.ts'
import { keepRun } from '../ai/redteam/kept-runs.ts'
import { redTeamSchema } from '../ai/redteam/redteam-schema.ts'
import type { Attempt, RedTeamRun, RunComparison } from '../ai/redteam/red-team-run.ts'
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
  readonly judge?: string
  readonly judgeModel: string
  readonly judgeKeyVariable?: string
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
  const judge = judgeOf(options)
  const words = WORDS[options.lang]
  const how = {
    seed, goals: options.goal, only: options.only, first: before === null ? [] : succeededIn(before), ...(options.tries === undefined ? {} : { tries: options.tries }),
    onAttempt: ({ outcome, id }: Attempt) => void process.stderr.write(`${words[outcome].padEnd(10)} ${printable(id)}\n`),
  }
  const made = options.mcp === true
    ? await runServerRedTeam(channelOf(options), { guard: openGuard(), plan: servers, ...how }).catch((cause: unknown) => { throw new NoroshiError('target-unreachable', messageOf(cause), { cause }) })
    : await runRedTeam(targetOf(options), { plan: models, judge, ...how })
  const [first] = made.attempts
  if (first === undefined) throw new NoroshiError('usage', `there is no attack ${options.only ?? ''} with the seed ${seed}: name --seed and --only as the report has them`)
  if (made.attempts.every(({ outcome }) => outcome === 'failed')) throw new NoroshiError('target-unreachable', first.answer)
  const wanted = ({ id, goal }: Attempt) => options.only === undefined ? options.goal.length === 0 || options.goal.includes(goal) : id === options.only
  const run: RedTeamRun = before === null ? made : { ...made, comparison: compareRuns(before, made, wanted) }
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
    if (run.comparison !== undefined) process.stdout.write(comparedLines(run.comparison, options.lang).map(line => `${line}\n`).join(''))
  }
  return succeeded > 0 ? 1 : 0
}

function targetOf(options: RedTeamCommandOptions): Target {
  if (options.command !== undefined) return commandTarget(wordsIn(options.command))
  const { url, key } = addressOf(options)
  return httpTarget({ url, model: options.model, key })
}

/** It reads what the target was asked and answered, and attacks nobody. */
function judgeOf({ judge, judgeModel: model, judgeKeyVariable, mcp }: RedTeamCommandOptions): JudgeModel | undefined {
  if (judge === undefined) return undefined
  if (mcp === true) throw new NoroshiError('usage', 'servers of tools are graded by what was planted: leave --judge out')
  return judgeModel(httpTarget({ url: httpAddress(judge), model, key: keyIn(judgeKeyVariable) }))
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
  const url = httpAddress(target)
  if (authorised !== true && !isPrivateHost(new URL(url).hostname)) {
    throw new NoroshiError('usage', `${new URL(target).hostname} is no machine of this network: add --authorised if its owner has agreed to be attacked`)
  }
  return { url, key: keyIn(keyVariable) }
}

function httpAddress(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) throw new NoroshiError('usage', `${text} is no http or https URL`)
  return text
}

function keyIn(variable: string | undefined): string | null {
  const key = variable === undefined ? null : process.env[variable]
  if (key === undefined) throw new NoroshiError('usage', `the environment variable ${variable} is not set`)
  return key
}

function earlier(path: string): RedTeamRun {
  try {
    return redTeamSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new NoroshiError('usage', `${path} is no redteam.json: ${cause instanceof z.ZodError ? 'it has another form' : messageOf(cause)}`, { cause })
  }
}

function comparedLines({ fixed, still, appeared, unknown }: RunComparison, language: 'en' | 'ja'): string[] {
  const words = WORDS[language]
  const list = (title: string, mark: string, ids: readonly string[]) => ids.length === 0 ? [] : [title, ...ids.map(id => `${mark} ${printable(id)}`)]
  return [
    words.compared(fixed.length, still.length, appeared.length, unknown.length),
    ...list(words.fixed, '-', fixed), ...list(words.still, '=', still), ...list(words.appeared, '+', appeared), ...list(words.unknown, '?', unknown),
  ]
}

const WORDS = {
  en: {
    succeeded: 'succeeded', resisted: 'resisted', filtered: 'filtered', undecided: 'undecided', failed: 'not made', fixed: 'Fixed since:', still: 'Still there:', appeared: 'New:', unknown: 'Succeeded before, and could not be made or decided now:',
    compared: (fixed: number, still: number, appeared: number, unknown: number) => `Compared with the run before: ${fixed} fixed, ${still} still there, ${appeared} new${unknown === 0 ? '' : `, ${unknown} unknown`}.`,
    sum: (attempts: number, succeeded: number, ordinary: number, refused: number) => `${succeeded} of ${attempts} attacks succeeded; ${refused} of ${ordinary} ordinary questions were refused.`,
    report: (folder: string) => `Report: ${folder}/redteam.md, in Japanese redteam.ja.md, all of it redteam.json`,
  },
  ja: {
    succeeded: '成功', resisted: '不成立', filtered: '遮断', undecided: '判定不能', failed: '実施不可', fixed: '解消された攻撃:', still: '今回も成功した攻撃:', appeared: '今回新たに成功した攻撃:', unknown: '前回は成功し、今回は実施または判定できなかった攻撃:',
    compared: (fixed: number, still: number, appeared: number, unknown: number) => `前回との比較: 解消 ${fixed} 件、未解消 ${still} 件、新規 ${appeared} 件${unknown === 0 ? '' : `、不明 ${unknown} 件`}。`,
    sum: (attempts: number, succeeded: number, ordinary: number, refused: number) => `攻撃 ${attempts} 件のうち ${succeeded} 件が成功し、通常の質問 ${ordinary} 件のうち ${refused} 件が拒否されました。`,
    report: (folder: string) => `報告書: ${folder}/redteam.ja.md（英語版は redteam.md、全記録は redteam.json）`,
  },
} as const
