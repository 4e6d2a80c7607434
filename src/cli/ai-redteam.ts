import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
import type { RedTeamOptions } from '../ai/redteam/run-redteam.ts'
import { runRedTeam } from '../ai/redteam/run-redteam.ts'
import { httpChannel } from '../ai/redteam/server/http-channel.ts'
import type { McpChannel } from '../ai/redteam/server/mcp-client.ts'
import { runServerRedTeam } from '../ai/redteam/server/run-server-redteam.ts'
import { loadServerPlan } from '../ai/redteam/server/server-plan.ts'
import { stdioChannel } from '../ai/redteam/server/stdio-channel.ts'
import { commandTarget } from '../ai/redteam/target/command-target.ts'
import { httpTarget } from '../ai/redteam/target/http-target.ts'
import type { Target } from '../ai/redteam/target/target.ts'
import { pacedTarget } from '../ai/redteam/target/paced-target.ts'
import { loadStandardNames } from '../ai/redteam/standard-numbers.ts'
import { messageOf, NoroshiError } from '../platform/noroshi-error.ts'
import { commandWords } from './command-words.ts'
import { printable } from './evidence.ts'
import type { CommonOptions } from './settings.ts'
import { dataPathsOf } from './settings.ts'
import { stopSignal } from './stop-signal.ts'

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
  readonly continue?: string
  readonly perMinute?: number
  readonly timeout?: number
  readonly judge?: string
  readonly judgeModel: string
  readonly judgeKeyVariable?: string
  readonly out: string
  readonly lang: 'en' | 'ja'
  readonly json?: boolean
}

/** `noroshi ai redteam`. Exit code 1 when an attack succeeded, every ordinary question was refused, or not all could be tried. */
export async function aiRedTeam(options: RedTeamCommandOptions): Promise<number> {
  const models = loadAttackPlan()
  const servers = loadServerPlan()
  const plan: ReportedPlan = { ...(options.mcp === true ? servers : models), names: loadStandardNames(), target: `${options.mcp === true ? '--mcp ' : ''}${options.command === undefined ? '--target …' : "--command '…'"}` }
  const unknown = options.goal.find(id => !plan.goals.some(goal => goal.id === id))
  if (unknown !== undefined) throw new NoroshiError('usage', `there is no goal ${unknown}; there are ${plan.goals.map(({ id }) => id).join(', ')}`)
  const before = options.before === undefined ? null : earlier(options.before)
  const part = options.continue === undefined ? null : earlier(options.continue)
  if (part !== null && options.seed !== undefined && options.seed !== part.seed) throw new NoroshiError('usage', `${options.continue} has the seed ${part.seed}: leave --seed out`)
  // With the seed of the earlier run the same attacks are made, which is what can be compared.
  const seed = options.seed ?? part?.seed ?? before?.seed ?? randomBytes(4).toString('hex')
  const words = WORDS[options.lang]
  const stop = stopped(words.stopping)
  const judge = judgeOf(options, stop)
  makeFolder(options.out)
  const target = options.target ?? options.command ?? ''
  const began = new Date().toISOString()
  const kept: Attempt[] = []
  const partFile = join(options.out, 'redteam.part.json')
  const how = {
    seed, goals: options.goal, only: options.only, first: before === null ? [] : succeededIn(before), ...(options.tries === undefined ? {} : { tries: options.tries }), stop, made: part ?? undefined,
    onAttempt(attempt: Attempt) {
      process.stderr.write(`${words[attempt.outcome].padEnd(10)} ${printable(attempt.id)}\n`)
      kept.push(attempt)
      // However the program ends, --continue goes on from here.
      if (kept.length % KEPT_EVERY === 0) writeFileSync(partFile, `${JSON.stringify({ target, started: part?.started ?? began, seed, attempts: kept, ordinary: part?.ordinary ?? [], incomplete: 'stopped' } satisfies RedTeamRun)}\n`)
    },
  }
  const made = options.mcp === true
    ? await runServerRedTeam(channelOf(options, stop), { guard: openGuard(), plan: servers, ...how }).catch((cause: unknown) => { throw new NoroshiError('target-unreachable', messageOf(cause), { cause }) })
    : await runOnModel(targetOf(options, stop), { plan: models, judge, ...how })
  const [first] = made.attempts
  if (first === undefined && made.incomplete === 'stopped') return 1
  if (first === undefined) throw new NoroshiError('usage', `there is no attack ${options.only ?? ''} with the seed ${seed}: name --seed and --only as the report has them`)
  if (made.attempts.every(({ outcome }) => outcome === 'failed')) throw new NoroshiError('target-unreachable', first.answer)
  const wanted = ({ id, goal }: Attempt) => options.only === undefined ? options.goal.length === 0 || options.goal.includes(goal) : id === options.only
  const byGoal = figuresOf(made, plan).goals.map(({ goal: { id, owasp, agentic, technique, en, ja }, ...figures }) => ({ id, owasp, agentic, technique, title: { en, ja }, ...figures }))
  const run: RedTeamRun = { ...made, started: part?.started ?? made.started, goals: byGoal, ...(before === null ? {} : { comparison: compareRuns(before, made, wanted) }) }
  // Where the console shows it; a run beside no installation is in its report alone.
  const { path } = dataPathsOf(options)
  if (existsSync(path) && run.incomplete === undefined) await keepRun(join(path, 'redteam'), run)
  writeFileSync(join(options.out, 'redteam.json'), `${JSON.stringify(run, null, 1)}\n`)
  for (const language of ['en', 'ja'] as const) writeFileSync(join(options.out, language === 'en' ? 'redteam.md' : 'redteam.ja.md'), redTeamReport(run, plan, language))
  rmSync(partFile, { force: true })
  const { attempts, succeeded, failed, ordinary, refused, goals } = figuresOf(run, plan)
  if (options.json === true) process.stdout.write(`${JSON.stringify(run)}\n`)
  else {
    for (const { goal, tried, succeeded: reached } of goals) process.stdout.write(`${reached > 0 ? '✗' : '✓'} ${goal[options.lang]}: ${reached}/${tried}\n`)
    process.stdout.write(`${words.sum(attempts, succeeded)}${failed === 0 ? '' : words.notMade(failed)}${ordinary === 0 ? '' : words.refused(ordinary, refused)}\n`)
    if (run.incomplete !== undefined) process.stdout.write(`${words.incomplete(run.incomplete, join(options.out, 'redteam.json'))}\n`)
    process.stdout.write(`${words.report(options.out)}\n`)
    if (run.comparison !== undefined) process.stdout.write(comparedLines(run.comparison, options.lang).map(line => `${line}\n`).join(''))
  }
  return succeeded > 0 || run.incomplete !== undefined || goals.some(each => each.failed === each.tried) || (ordinary > 0 && refused === ordinary) ? 1 : 0
}

/** Attempts after which what there is goes to the disk. */
const KEPT_EVERY = 20

/** The first Ctrl-C breaks off and reports, the second ends at once. */
function stopped(said: string): AbortSignal {
  const controller = new AbortController()
  void stopSignal().asked.then(() => {
    process.stderr.write(`${said}\n`)
    controller.abort()
  })
  return controller.signal
}

/** Before anything is asked: a report that cannot be written is worth no run. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
    accessSync(path, constants.W_OK)
  } catch (cause) {
    throw new NoroshiError('output-failed', `the report cannot be written to ${path}: ${messageOf(cause)}`, { cause })
  }
}

/**
 * What refuses every question, also an ordinary one, withstands every attack: a wrong model, key or form of question is told instead. A filter refuses by 403, or says
 * that it is one: a whole run tells its over-defence, one for a few goals that ordinary questions are refused, too.
 */
async function runOnModel(target: Target, options: RedTeamOptions): Promise<RedTeamRun> {
  const { scene, ordinary } = options.plan
  const [question = ''] = Object.values(ordinary)[0] ?? []
  const { text, isFiltered } = await target.ask(scene.system, [{ role: 'user', text: question }], scene.tools).catch((cause: unknown) => { throw new NoroshiError('target-unreachable', messageOf(cause), { cause }) })
  const refuses = new NoroshiError('target-unreachable', `${target.name} refuses an ordinary question: ${text}`)
  if (isFiltered && /^HTTP (?!403)/.test(text) && !/filter|guard|moderat|blocked|policy|safety/i.test(text)) throw refuses
  const run = await runRedTeam(target, options)
  if (isFiltered && run.ordinary.length === 0 && run.attempts.length > 0 && run.attempts.every(({ outcome }) => outcome === 'filtered')) throw refuses
  return run
}

function limitsOf({ timeout }: RedTeamCommandOptions, stop: AbortSignal): { readonly stop: AbortSignal; readonly timeoutMs?: number } {
  return { stop, ...(timeout === undefined ? {} : { timeoutMs: timeout * 1_000 }) }
}

function targetOf(options: RedTeamCommandOptions, stop: AbortSignal): Target {
  const limits = limitsOf(options, stop)
  const target = options.command === undefined ? httpTarget({ ...addressOf(options), model: options.model, ...limits }) : commandTarget(commandWords(options.command), limits)
  return options.perMinute === undefined ? target : pacedTarget(target, options.perMinute, stop)
}

/** It reads what the target was asked and answered, and attacks nobody. */
function judgeOf({ judge, judgeModel: model, judgeKeyVariable, mcp }: RedTeamCommandOptions, stop: AbortSignal): JudgeModel | undefined {
  if (judge === undefined) return undefined
  if (mcp === true) throw new NoroshiError('usage', 'servers of tools are graded by what was planted: leave --judge out')
  return judgeModel(httpTarget({ url: httpAddress(judge), model, key: keyIn(judgeKeyVariable), stop }))
}

function channelOf(options: RedTeamCommandOptions, stop: AbortSignal): McpChannel {
  const limits = limitsOf(options, stop)
  if (options.command !== undefined) return stdioChannel(commandWords(options.command), limits)
  const { url, key } = addressOf(options)
  return httpChannel(url, key, limits)
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
    sum: (attempts: number, succeeded: number) => `${succeeded} of ${attempts} attacks succeeded.`, notMade: (failed: number) => ` ${failed} could not be made.`,
    refused: (ordinary: number, refused: number) => ` ${refused === ordinary ? 'Every ordinary question was refused: it is no use.' : `${refused} of ${ordinary} ordinary questions were refused.`}`,
    stopping: 'Stopping; once more ends at once.',
    incomplete: (why: 'stopped' | 'lost', file: string) => `${why === 'stopped' ? 'Stopped before all was tried' : 'The target was gone before all was tried'}. To go on: the same command with --continue ${file}`,
    report: (folder: string) => `Report: ${folder}/redteam.md, in Japanese redteam.ja.md, all of it redteam.json`,
  },
  ja: {
    succeeded: '成功', resisted: '不成立', filtered: '遮断', undecided: '判定不能', failed: '実施不可', fixed: '解消された攻撃:', still: '今回も成功した攻撃:', appeared: '今回新たに成功した攻撃:', unknown: '前回は成功し、今回は実施または判定できなかった攻撃:',
    compared: (fixed: number, still: number, appeared: number, unknown: number) => `前回との比較: 解消 ${fixed} 件、未解消 ${still} 件、新規 ${appeared} 件${unknown === 0 ? '' : `、不明 ${unknown} 件`}。`,
    sum: (attempts: number, succeeded: number) => `攻撃 ${attempts} 件のうち ${succeeded} 件が成功しました。`, notMade: (failed: number) => `${failed} 件は実施できませんでした。`,
    refused: (ordinary: number, refused: number) => refused === ordinary ? '通常の質問がすべて拒否されました。このままでは使い物になりません。' : `通常の質問 ${ordinary} 件のうち ${refused} 件が拒否されました。`,
    stopping: '中断しています。もう一度押すと直ちに終了します。',
    incomplete: (why: 'stopped' | 'lost', file: string) => `${why === 'stopped' ? 'すべてを試す前に中断しました' : 'すべてを試す前に対象が応答しなくなりました'}。続けるには、同じコマンドに --continue ${file} を付けてください。`,
    report: (folder: string) => `報告書: ${folder}/redteam.ja.md（英語版は redteam.md、全記録は redteam.json）`,
  },
} as const
