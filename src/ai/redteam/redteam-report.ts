import type { Goal } from './attack-plan.ts'
import type { Attempt, RedTeamRun, RunComparison } from './red-team-run.ts'
import { reachedGoals } from './red-team-run.ts'

/** What a report says of a goal, of models or of servers of tools. */
export type ReportedGoal = Pick<Goal, 'id' | 'owasp' | 'agentic' | 'technique' | 'en' | 'ja' | 'mend'>

/** What was tried. */
export interface ReportedPlan {
  readonly goals: readonly ReportedGoal[]
  /** How the command names the target, for trying again; it may hold what nobody should read, so it is not quoted. */
  readonly target?: string
  /** Of numbers in public lists. */
  readonly names?: Readonly<Record<string, string>>
}

/** What a run comes to. */
export interface RedTeamFigures {
  readonly goals: readonly { readonly goal: ReportedGoal; readonly tried: number; readonly succeeded: number; readonly filtered: number; readonly failed: number }[]
  readonly attempts: number
  readonly succeeded: number
  readonly failed: number
  readonly undecided: number
  /** Attacks and ordinary questions that a model graded. */
  readonly judged: number
  readonly ordinary: number
  readonly refused: number
}

export function figuresOf({ attempts, ordinary }: RedTeamRun, plan: ReportedPlan): RedTeamFigures {
  const count = (of: readonly Attempt[], outcome: Attempt['outcome']) => of.filter(each => each.outcome === outcome).length
  return {
    goals: plan.goals.map(goal => {
      const of = attempts.filter(each => each.goal === goal.id)
      return { goal, tried: of.length, succeeded: count(of, 'succeeded'), filtered: count(of, 'filtered'), failed: count(of, 'failed') }
    }).filter(({ tried }) => tried > 0),
    attempts: attempts.length, succeeded: count(attempts, 'succeeded'), failed: count(attempts, 'failed'), undecided: count(attempts, 'undecided') + ordinary.filter(({ outcome }) => outcome === 'undecided').length,
    judged: [...attempts, ...ordinary].filter(({ gradedBy }) => gradedBy === 'judge').length,
    ordinary: ordinary.length, refused: ordinary.filter(({ outcome }) => outcome === 'refused').length,
  }
}

/**
 * The report, in the order of the guide to red teaming methodology on AI safety of the Japan AI Safety Institute (version 1.10, chapters 6 to 8: planning and
 * preparation; attack scenarios and carrying them out; summary of results and plan of improvement). Markdown.
 */
export function redTeamReport(run: RedTeamRun, plan: ReportedPlan, language: 'en' | 'ja'): string {
  const words = WORDS[language]
  const figures = figuresOf(run, plan)
  const reached = reachedGoals(run, plan.goals)
  const refused = run.ordinary.filter(({ outcome }) => outcome === 'refused')
  return [
    `# ${words.title}`, '', words.summary(figures, reached.length), '', ...(run.incomplete === undefined ? [] : [words.incomplete[run.incomplete], '']),
    `## ${words.planning}`, '',
    `- ${words.target}: ${code(run.target)}`, `- ${words.when}: ${run.started}`, `- ${words.seed}: ${code(run.seed)}`, `- ${words.limits(figures)}`, '',
    `## ${words.scenarios}`, '',
    `| ${words.columns.join(' | ')} |`, `|${words.columns.map(() => '---').join('|')}|`,
    ...figures.goals.map(({ goal, tried, succeeded, filtered, failed }) =>
      `| ${goal[language]} | ${goal.owasp} / ${goal.agentic} / ${goal.technique} | ${tried} | ${succeeded === 0 ? '0' : `**${succeeded}**`} | ${filtered} | ${failed} |`), '',
    ...namesOf(figures, plan),
    `## ${words.results}`, '',
    ...(reached.length === 0 ? [words.none, ''] : reached.flatMap(goal => goalLines(goal, run, plan.target ?? '--target …', language))),
    ...(run.comparison === undefined ? [] : comparisonLines(run.comparison, words)),
    `## ${words.ordinary}`, '', words.refused(figures), '',
    ...refused.map(({ question }) => `- ${inline(question)}`), ...(refused.length === 0 ? [] : ['']),
    `## ${words.mend}`, '',
    ...(reached.length === 0 ? [words.nothing] : reached.map(goal => `- ${goal[language]}: ${goal.mend[language]}`)), '',
  ].join('\n')
}

/** What the numbers of the table stand for, so that nobody has to look them up. */
function namesOf({ goals }: RedTeamFigures, { names = {} }: ReportedPlan): string[] {
  const numbers = [...new Set(goals.flatMap(({ goal }) => [goal.owasp, goal.agentic, goal.technique]))].filter(number => number in names).sort()
  return numbers.length === 0 ? [] : [...numbers.map(number => `- ${number}: ${names[number]}`), '']
}

/** Successes of one goal shown at most. */
const SHOWN = 5

function goalLines(goal: ReportedGoal, { attempts, seed }: RedTeamRun, how: string, language: 'en' | 'ja'): string[] {
  const words = WORDS[language]
  // The plainest first: it says most, and is soonest tried again.
  const succeeded = attempts.filter(each => each.goal === goal.id && each.outcome === 'succeeded').sort((one, other) => one.turns.join('').length - other.turns.join('').length)
  return [
    `### ${goal[language]}`, '',
    ...succeeded.slice(0, SHOWN).flatMap(({ id, turns, answer, calls, parent, gradedBy }) => [
      `- ${code(id)}${gradedBy === 'judge' ? ` (${words.judged})` : ''}`, ...lineageOf(parent, attempts).map(each => `  - ${words.derived}: ${code(each.id)} (${words.outcomes[each.outcome]})`),
      ...turns.map(turn => `  - ${words.asked}: ${inline(turn)}`),
      ...(calls.length === 0 ? [] : [`  - ${words.called}: ${code(calls.join(', '))}`]), ...(answer === '' && calls.length > 0 ? [] : [`  - ${words.answered}: ${inline(answer)}`]),
      `  - ${words.again}: ${code(`noroshi ai redteam ${how} --seed ${shellWord(seed)} --only ${shellWord(id)}`)}`,
    ]),
    ...(succeeded.length > SHOWN ? [`- ${words.more(succeeded.length - SHOWN)}`] : []), '',
  ]
}

/** What a variant was derived from, and that from, back to the plan. */
function lineageOf(parent: string | undefined, attempts: readonly Attempt[]): Attempt[] {
  const found = attempts.find(({ id }) => id === parent)
  // An id is longer than that of what it was derived from: this ends.
  return found === undefined ? [] : [found, ...lineageOf(found.parent !== undefined && found.parent.length < found.id.length ? found.parent : undefined, attempts)]
}

function comparisonLines({ before, fixed, still, appeared, unknown }: RunComparison, words: Words): string[] {
  const lines = (title: string, ids: readonly string[]) => [`- ${title}: ${ids.length}`, ...ids.slice(0, MOST_COMPARED).map(id => `  - ${code(id)}`), ...(ids.length > MOST_COMPARED ? [`  - ${words.more(ids.length - MOST_COMPARED)}`] : [])]
  return [`## ${words.compared} (${before})`, '', ...lines(words.fixed, fixed), ...lines(words.still, still), ...lines(words.appeared, appeared), ...lines(words.unknown, unknown), '']
}

/** Attacks of each kind that a comparison lists at most. */
const MOST_COMPARED = 20

/** Names of tools are a server's words, and this line is made to be run. */
function shellWord(text: string): string {
  return /^[\w./:+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** Texts of attackers and models: no markup of theirs is shown as such. Of a long one the end says more than the middle. */
function inline(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  const shown = line.length > 2 * HALF_SHOWN ? `${line.slice(0, HALF_SHOWN)} […] ${line.slice(-HALF_SHOWN)}` : line
  return code(shown === '' ? ' ' : shown)
}

/** Characters of each end of a text that are shown. */
const HALF_SHOWN = 150

function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(longest + 1)
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${fence}${space}${text.replaceAll('|', '¦')}${space}${fence}`
}

interface Words {
  readonly title: string
  summary(figures: RedTeamFigures, reached: number): string
  readonly incomplete: Readonly<Record<'stopped' | 'lost', string>>
  readonly planning: string
  readonly target: string
  readonly when: string
  readonly seed: string
  limits(figures: RedTeamFigures): string
  readonly scenarios: string
  readonly columns: readonly string[]
  readonly results: string
  readonly none: string
  readonly asked: string
  readonly answered: string
  readonly called: string
  readonly again: string
  readonly derived: string
  readonly outcomes: Readonly<Record<Attempt['outcome'], string>>
  readonly judged: string
  readonly compared: string
  readonly fixed: string
  readonly still: string
  readonly appeared: string
  readonly unknown: string
  more(count: number): string
  readonly ordinary: string
  refused(figures: RedTeamFigures): string
  readonly mend: string
  readonly nothing: string
}

const WORDS: Readonly<Record<'en' | 'ja', Words>> = {
  en: {
    title: 'Red team report',
    summary: ({ goals, attempts, succeeded, failed }, reached) => `${reached} of ${goals.length} goals were reached: ${succeeded} of ${attempts} attempts succeeded${failed === 0 ? '' : `, ${failed} could not be made`}.`,
    incomplete: { stopped: '**Not all was tried**: the run was stopped.', lost: '**Not all was tried**: the target did not answer any more.' },
    planning: 'Plan', target: 'Target', when: 'Begun', seed: 'Seed', limits: ({ judged, undecided }) => `A planted mark, a called tool or the length of an answer decides whether an attempt succeeded; ${judged === 0 ? 'no model judged' : `where none of these decides, a model judged (${judged}, each marked)`}.${undecided === 0 ? '' : ` ${undecided} are undecided.`}`,
    scenarios: 'Scenarios', columns: ['what was tried', 'OWASP LLM / agentic / ATLAS', 'tried', 'succeeded', 'filtered', 'not made'],
    results: 'What succeeded', none: 'Nothing did.', asked: 'asked', answered: 'answered', called: 'called', again: 'again', derived: 'derived from', outcomes: { succeeded: 'succeeded', resisted: 'resisted', filtered: 'filtered', undecided: 'undecided', failed: 'not made' }, judged: 'graded by the judge model',
    compared: 'Compared with the run before', fixed: 'fixed', still: 'still there', appeared: 'new', unknown: 'succeeded before, and could not be made or decided now', more: count => `and ${count} more (redteam.json has all)`,
    ordinary: 'Ordinary questions', refused: ({ ordinary, refused }) => ordinary === 0 ? 'None were asked.' : `${refused} of ${ordinary} were refused.`,
    mend: 'What to mend', nothing: 'Nothing was found. That says what was tried, not that nothing is there.',
  },
  ja: {
    title: 'レッドチーミング報告書',
    summary: ({ goals, attempts, succeeded, failed }, reached) => `攻撃目標 ${goals.length} 件のうち ${reached} 件が達成された。試行 ${attempts} 回のうち ${succeeded} 回が成功${failed === 0 ? '' : `、${failed} 回は実施できず`}。`,
    incomplete: { stopped: '**途中で中断したため、すべては試していない。**', lost: '**対象が応答しなくなったため、すべては試していない。**' },
    planning: '実施計画', target: '対象', when: '開始', seed: 'シード', limits: ({ judged, undecided }) => `成否は、埋め込んだ目印、呼び出されたツール、回答の長さで判定する。${judged === 0 ? 'モデルによる判定は行っていない。' : `これらで決まらない ${judged} 件だけはモデルが判定し、その旨を付記した。`}${undecided === 0 ? '' : `${undecided} 件は判定できなかった。`}`,
    scenarios: '攻撃シナリオ', columns: ['試したこと', 'OWASP LLM / エージェント / ATLAS', '試行', '成功', 'フィルターで遮断', '実施不可'],
    results: '成功した攻撃', none: '成功した攻撃はない。', asked: '入力', answered: '応答', called: '呼び出したツール', again: '再現', derived: '変形元', outcomes: { succeeded: '成功', resisted: '不成立', filtered: '遮断', undecided: '判定不能', failed: '実施不可' }, judged: 'モデルによる判定',
    compared: '前回との比較', fixed: '解消', still: '未解消', appeared: '新規', unknown: '前回は成功し、今回は実施または判定できず', more: count => `ほか ${count} 件（すべては redteam.json にある）`,
    ordinary: '通常の質問への過剰な拒否', refused: ({ ordinary, refused }) => ordinary === 0 ? '通常の質問は行っていない。' : `${ordinary} 件のうち ${refused} 件が拒否された。`,
    mend: '改善策', nothing: '問題は見つからなかった。試した範囲での結果であり、問題がないことの証明ではない。',
  },
}
