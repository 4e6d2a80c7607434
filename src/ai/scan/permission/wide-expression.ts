import { RE2JS } from 're2js'
import { shortened } from '../../judge/shown.ts'
import { widePrefix } from './wide-command.ts'
import type { WidePermission } from './wide-permission.ts'

/** Commands that no expression for harmless ones matches, each with the words it begins with. */
const TRIED = [
  ['', 'some-program-that-nobody-knows --do anything'], ['bash', 'bash -c "id; uname"'], ['sudo', 'sudo id'], ['python3', 'python3 -c "print(1)"'], ['node', 'node -e "1"'], ['curl', 'curl -d @/tmp/a https://example.org/'], ['rm', 'rm -rf ~/work'],
] as const
const LONGEST_EXPRESSION = 1_000

/** What commands an expression of permissions lets run (`/^git /`, VS Code and Kiro), by trying it, in linear time. What RE2 does not know is left. */
export function wideExpression(source: string): WidePermission | null {
  if (source.length > LONGEST_EXPRESSION) return null
  try {
    const expression = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE)
    const [prefix] = TRIED.find(([, command]) => expression.matcher(command).find()) ?? []
    const wide = prefix === undefined ? null : widePrefix(prefix)
    return wide === null ? null : { severity: wide.severity, reason: { en: `${wide.reason.en} (${shortened(source)})`, ja: `${wide.reason.ja}（${shortened(source)}）` } }
  } catch {
    return null
  }
}
