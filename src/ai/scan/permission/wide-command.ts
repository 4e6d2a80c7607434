import { shortened } from '../../judge/shown.ts'
import type { GuardReason } from '../../judge/verdict.ts'
import type { ScanSeverity } from '../scan-finding.ts'
import type { WidePermission } from './wide-permission.ts'

interface Kind {
  readonly severity: ScanSeverity
  readonly programs: ReadonlySet<string>
  readonly does: GuardReason
}

/** Programs that do whatever their arguments say. */
const KINDS: readonly Kind[] = [
  kind('high', 'sh bash zsh dash ksh fish pwsh powershell cmd eval exec source env xargs sudo doas su nohup', 'runs any command', '任意のコマンドを実行できる'),
  kind('medium', 'python python2 python3 py node deno bun perl ruby php lua osascript tsx ts-node npx bunx pnpx uvx pipx', 'runs any code', '任意のコードを実行できる'),
  kind('medium', 'curl wget nc ncat netcat socat telnet ssh scp sftp rsync ftp http https', 'sends to any address what was read', '読み取った内容を任意の宛先へ送れる'),
  kind('medium', 'rm dd mkfs shred', 'deletes anything', '任意のファイルを消去できる'),
  kind('medium', 'docker podman', 'reaches the whole machine', 'マシン全体に到達できる'),
]
/** Of a program, the words that leave open what it runs. */
const STILL_OPEN = /^(?:-c|-lc|-ic|-e|-r|-y|--yes|-p|eval|run|exec|x|dlx|--)$/

/** What commands that begin so may do, by the first words and nothing else; null where they are bound to something. `''` is every command. */
export function widePrefix(prefix: string): WidePermission | null {
  const words = prefix.trim().split(/\s+/).filter(word => word !== '')
  const [first] = words
  if (first === undefined) return { severity: 'high', reason: { en: 'nobody is asked before any command runs', ja: 'あらゆるコマンドが確認なしに実行される' } }
  const program = first.replace(/^.*[\\/]/, '').replace(/\.exe$/i, '').toLowerCase()
  const found = KINDS.find(({ programs }) => programs.has(program))
  if (found === undefined) return null
  const isOpen = program === 'sudo' || program === 'doas' ? words.length === 1 || widePrefix(words.slice(1).join(' ')) !== null : words.slice(1).every(word => STILL_OPEN.test(word))
  if (!isOpen) return null
  return { severity: found.severity, reason: { en: `nobody is asked before ${shortened(prefix)}, which ${found.does.en}`, ja: `${shortened(prefix)} が確認なしに実行され、${found.does.ja}` } }
}

/** The same of a pattern of permissions: `curl:*`, `npm *`; without a wildcard it is that command alone. */
export function widePattern(pattern: string): WidePermission | null {
  const written = pattern.trim()
  const prefix = withoutWildcard(written)
  return prefix === written && prefix !== '' ? null : widePrefix(prefix)
}

/** A pattern up to the wildcard at its end. From the end, since an expression would try each of a million blanks. */
export function withoutWildcard(pattern: string): string {
  let end = pattern.length
  while (end > 0 && pattern[end - 1] === '*') end--
  if (end === pattern.length) return pattern
  return (pattern[end - 1] === ':' ? pattern.slice(0, end - 1) : pattern.slice(0, end)).trimEnd()
}

function kind(severity: ScanSeverity, programs: string, en: string, ja: string): Kind {
  return { severity, programs: new Set(programs.split(' ')), does: { en, ja } }
}
