import { basename } from 'node:path'
import { loadRules } from '../detect/sigma/load/load-rules.ts'
import type { RuleSet } from '../detect/sigma/load/load-rules.ts'
import { compareRuleSets } from '../detect/sigma/load/compare-rule-sets.ts'
import type { RuleSetChanges } from '../detect/sigma/load/compare-rule-sets.ts'
import { MAX_RULE_FILE_LENGTH } from '../detect/sigma/defaults.ts'
import { formatProblem } from '../detect/sigma/rule/problem.ts'
import type { RuleSummary } from '../model/detector.ts'
import type { Language } from '../model/reason.ts'
import { ruleSetFiles } from '../pipeline/rule-sets/rule-set-files.ts'
import { makeDataFolder } from '../platform/data-folder.ts'
import { RuleSets } from '../store/rule-sets/rule-sets.ts'
import { absoluteOptions } from './absolute-options.ts'
import { askPerson } from './ask-person.ts'
import { printable } from './evidence.ts'
import { requirePaths } from './rule-directories.ts'
import { runServed } from './run-served.ts'
import type { CommonOptions } from './settings.ts'
import { archiveOptionsOf, dataPathsOf, readSettings } from './settings.ts'

export interface RulesAddOptions extends CommonOptions {
  readonly name?: string
  readonly yes?: boolean
  readonly lang: Language
}

/**
 * `noroshi rules add`: shows what would change and puts the rules of a directory or an archive in place when a person agrees. A
 * running server takes them at once. Exit code 1 when nothing was changed, or not in the server.
 */
export async function rulesAdd(source: string, options: RulesAddOptions): Promise<number> {
  requirePaths([source])
  const settings = readSettings(options)
  const paths = dataPathsOf(options)
  const words = WORDS[options.lang]
  makeDataFolder(paths.path)
  const sets = new RuleSets(paths.rules)
  const name = options.name ?? basename(source).replace(/\.(zip|gz|zst)$/i, '')
  const place = sets.pathOf(name)
  const { files, unread } = await ruleSetFiles(source, archiveOptionsOf(settings), MAX_RULE_FILE_LENGTH)
  for (const { path, reason } of unread) process.stderr.write(`${printable(path)}: ${reason}\n`)
  const prepared = sets.prepare(files)
  try {
    const before = loadRules(sets.list().some(each => each.name === name) ? [place] : [], settings.sigma)
    const after = loadRules([prepared], settings.sigma)
    const changes = compareRuleSets(before, after)
    process.stdout.write(changeLines(changes, after, prepared, words).map(line => `${line}\n`).join(''))
    if (changes.added.length + changes.removed.length + changes.changed.length === 0) {
      process.stdout.write(`${words.nothing}\n`)
      return 1
    }
    if (options.yes !== true && !/^(y|yes|はい)$/i.test(await askPerson(words.question(name)))) {
      process.stdout.write(`${words.kept}\n`)
      return 1
    }
    sets.replace(name, prepared)
    process.stdout.write(`${words.done(name, after.rules.length + after.correlations.length)}\n`)
    const { config, data, lang } = absoluteOptions(options)
    return await runServed('rules take', { ...(config === undefined ? {} : { config }), ...(data === undefined ? {} : { data }), lang })
  } finally {
    sets.drop(prepared)
  }
}

const WORDS = {
  en: {
    title: { added: 'added', removed: 'removed', changed: 'changed', same: 'unchanged' },
    more: (count: number) => `  … and ${count} more`,
    problems: (count: number) => `${count} do not load:`,
    nothing: 'Nothing would change.',
    question: (name: string) => `Put these rules in place as "${name}"? (yes/no) `,
    kept: 'Nothing was changed.',
    done: (name: string, count: number) => `"${name}" is in place with ${count} rules.`,
  },
  ja: {
    title: { added: '追加', removed: '削除', changed: '変更', same: '変更なし' },
    more: (count: number) => `  … ほか ${count} 件`,
    problems: (count: number) => `読み込めないもの ${count} 件:`,
    nothing: '変更はありません。',
    question: (name: string) => `これらのルールを「${name}」として適用しますか?(yes/no) `,
    kept: '何も変更していません。',
    done: (name: string, count: number) => `「${name}」としてルール ${count} 件を適用しました。`,
  },
} as const

/** Titles shown of each kind of change. */
const SHOWN = 20

function changeLines({ added, removed, changed, same }: RuleSetChanges, { problems }: RuleSet, prepared: string, words: typeof WORDS['en'] | typeof WORDS['ja']): string[] {
  const listed = (sign: string, title: string, rules: readonly RuleSummary[]) => rules.length === 0 ? [] : [
    `${title}: ${rules.length}`,
    ...rules.slice(0, SHOWN).map(rule => `  ${sign} ${printable(rule.title)} (${rule.level})`),
    ...(rules.length > SHOWN ? [words.more(rules.length - SHOWN)] : []),
  ]
  const errors = problems.filter(({ severity }) => severity === 'error')
  const places = errors.slice(0, SHOWN).map(problem => `  ! ${printable(formatProblem({ ...problem, file: problem.file.slice(prepared.length + 1) }))}`)
  return [
    ...listed('+', words.title.added, added), ...listed('-', words.title.removed, removed), ...listed('~', words.title.changed, changed),
    `${words.title.same}: ${same}`,
    ...(errors.length === 0 ? [] : [words.problems(errors.length), ...places, ...(errors.length > SHOWN ? [words.more(errors.length - SHOWN)] : [])]),
  ]
}
