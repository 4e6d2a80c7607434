import type { LoadOptions } from '../detect/sigma/load/load-rules.ts'
import { loadRules } from '../detect/sigma/load/load-rules.ts'
import type { Language } from '../model/reason.ts'

/** What a person must know of the rules they named: a rule that does not load detects nothing. Empty when all load. */
export function ruleNotice(directories: readonly string[], language: Language, options: LoadOptions): string {
  const { rules, problems } = loadRules(directories, options)
  const missing = problems.filter(({ severity }) => severity === 'error').length
  if (missing === 0 && rules.length > 0) return ''
  const shown = directories.join(' ')
  return language === 'ja'
    ? `ルール ${rules.length} 件を読み込みました。エラーが ${missing} 件あります。詳しくは noroshi sigma check ${shown} をご覧ください\n`
    : `${rules.length} rules loaded; errors: ${missing}. noroshi sigma check ${shown} says what they are and how to mend them\n`
}
