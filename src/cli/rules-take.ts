import type { Language } from '../model/reason.ts'
import type { Renewal } from '../server/resources/rules/rule-library.ts'
import { RuleSets } from '../store/rule-sets/rule-sets.ts'
import { chosenRules } from './rule-directories.ts'
import type { CommonOptions } from './settings.ts'
import { dataPathsOf, readSettings } from './settings.ts'
import { sharedStore, terminal } from './terminal.ts'

export interface RulesTakeOptions extends CommonOptions {
  readonly lang: Language
}

/**
 * After the rule sets were changed on the disk: says where the change holds. A running server takes it at once. Exit code 1 when the server
 * could not.
 */
export async function rulesTake(options: RulesTakeOptions): Promise<number> {
  const taken = await takenBy(options)
  terminal().stdout.write(`${WORDS[options.lang][taken.kind](taken.kind === 'failed' ? taken.reason : '')}\n`)
  return taken.kind === 'failed' ? 1 : 0
}

/** `noroshi rules remove`. @throws NoroshiError `bad-rule-set` */
export async function rulesRemove(name: string, options: RulesTakeOptions): Promise<number> {
  new RuleSets(dataPathsOf(options).rules).remove(name)
  terminal().stdout.write(`${WORDS[options.lang].removed(name)}\n`)
  return rulesTake(options)
}

/** Where no server runs, whatever is started next reads the rules as they are. */
async function takenBy(options: RulesTakeOptions): Promise<Renewal | { readonly kind: 'next' }> {
  const shared = sharedStore()
  if (shared !== null) return shared.rulesChanged()
  return chosenRules([], readSettings(options)).length > 0 ? { kind: 'not-read' } : { kind: 'next' }
}

type Words = Readonly<Record<Renewal['kind'] | 'next' | 'removed', (what: string) => string>>

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    removed: name => `"${name}" was taken away.`,
    'next': () => 'The next analysis or ingest uses the rules as they are now; noroshi rerun --all applies them to what is stored.',
    'used': () => 'The running server uses the rules as they are now; noroshi rerun --all applies them to what is stored.',
    'waiting': () => 'The running server shows the rules as they are now. It finishes the evidence it is reading with those of before and then uses them; noroshi rerun --all applies them to what is stored.',
    'failed': reason => `The running server could not take the change and goes on with the rules of before: ${reason}`,
    'not-read': () => 'Rule sets are not in use: sigma.rules in noroshi.yaml names other directories.',
  },
  ja: {
    removed: name => `「${name}」を取り除きました。`,
    'next': () => '次の解析・取り込みから、現在のルールが使われます。保存済みの証拠に適用するには noroshi rerun --all を実行してください。',
    'used': () => '稼働中のサーバーは、現在のルールを使っています。保存済みの証拠に適用するには noroshi rerun --all を実行してください。',
    'waiting': () => '稼働中のサーバーは、現在のルールを表示しています。読み込み中の証拠は以前のルールで読み終え、その後に切り替わります。保存済みの証拠に適用するには noroshi rerun --all を実行してください。',
    'failed': reason => `稼働中のサーバーは変更を取り込めず、以前のルールを使い続けています: ${reason}`,
    'not-read': () => 'noroshi.yaml の sigma.rules が別のフォルダーを指定しているため、ルールセットは使われません。',
  },
}
