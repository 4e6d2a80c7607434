import type { DangerousCommand } from '../egress/dangerous-commands.ts'
import { DANGEROUS_COMMANDS, effectiveCommand } from '../egress/dangerous-commands.ts'
import { SQL_RULE } from '../egress/hostile-arguments.ts'
import { plainCommand } from '../egress/shell-command.ts'
import { LONGEST_LINE, LONGEST_PROGRAM } from './defaults.ts'

/** A command or a query in an answer that harms whoever runs it as it stands. */
export interface CodeInAnswer {
  readonly start: number
  readonly end: number
  /** What a rule found, as a shell or a database reads it: the same however much of the line has come. */
  readonly subject: string
  /** Of the rule. */
  readonly id: string
  readonly en: string
  readonly ja: string
}

/**
 * Commands and queries of an answer that destroy, fetch and run, open a shell to the outside, send secrets away, or break out of a query. What programs and
 * administrators do every day (`rm file`, `chmod`, `crontab`, `SELECT`, `DROP TABLE IF EXISTS`) is none: an answer may teach it.
 */
export function codeInAnswer(text: string): CodeInAnswer[] {
  const found: CodeInAnswer[] = []
  if (!MAYBE_CODE.test(text)) return found
  for (const { start, end } of linesOf(text)) {
    const line = text.slice(start, end)
    if (!MAYBE_CODE.test(line)) continue
    const rule = commandRule(line) ?? queryRule(line)
    if (rule !== null) found.push({ start, end, ...rule })
  }
  const program = PROGRAM.exec(text)
  if (program !== null && !found.some(({ id }) => id === REVERSE_SHELL.id)) {
    const end = Math.min(text.length, program.index + LONGEST_PROGRAM)
    const shell = REVERSE_SHELL.pattern.exec(text.slice(program.index, end).replaceAll('\n', ' '))
    if (shell !== null) found.push({ start: program.index, end, ...foundBy(REVERSE_SHELL, shell[0]) })
  }
  return found
}

type Found = Omit<CodeInAnswer, 'start' | 'end'>

/** Words and signs without one of which no rule applies: most text is done by this look. */
const MAYBE_CODE = /\|\s{0,4}(?:sudo\s(?:-\w+\s){0,4}|env\s|\/(?:usr\/)?bin\/)?(?:(?:ba|z|da|k)?sh|python|perl|ruby|node|php|nc|ncat|curl|wget|crontab)\b|<\(|\brm\s+-|--(?:recursive|no-preserve-root)|\bmkfs|of=\/dev|>\s*\/dev\/|wipefs|vssadmin|\bformat\s+[a-z]:|\/dev\/(?:tcp|udp)|\bn(?:c|cat|etcat)\s|socat|mkfifo|\bcurl\b|\bwget\b|invoke-|\biex\b|downloadstring|certutil|mshta|bitsadmin|regsvr32|base64|frombase64|\bdig\s|nslookup|powershell|fsockopen|pty\.spawn|tcpclient|socket|\)\s*\{|169\.254\.|metadata\.google|['"]{2}\w|\$'|\$\{?IFS|\\[a-z]\\?[a-z]|remove-item|rd\s+\/s|\bdel\s+\/|rmtree|rmsync|urlopen|\s-delete\b|\bshred\s|\bmv\s+\/|\bchmod\s+-|['"]rm['"]|\biwr\b|\birm\b|dropdatabase|flushall|kubectl\s+delete|recoveryenabled|\bcipher\s+\/w|\b(?:drop|truncate|union|xp_cmdshell|outfile|dumpfile|load_file|pg_read_file|pg_sleep|benchmark|waitfor|delete\s+from|grant\s+all|pg_shadow|pg_authid|mysql\.user|or\s+['"]?1|from\s+program|shutdown|where\s+(?:1|true))\b|\bor\s+['"]{2}|['"]\s*\)?\s*;?\s*(?:--|\/\*)/i
const PROGRAM = /\bimport\s+socket\b|\bsocket\.socket\(|\bfsockopen\(|require\(["'](?:node:)?net["']\)|Net\.Sockets\.TCPClient/i

/** What destroys or gives away a machine. The rest of what tools of agents may not do (cron, permissions, services, files with secrets) is what manuals are about. */
const IN_ANSWERS: ReadonlySet<string> = new Set(['delete-recursively', 'wipe-disk', 'fetch-and-run', 'decode-and-run', 'ask-metadata', 'send-out', 'reverse-shell', 'fork-bomb'])
const RULES = DANGEROUS_COMMANDS.filter(({ id }) => IN_ANSWERS.has(id))
/** What else stands in answers, as a shell or a program reads it. */
const MORE: readonly DangerousCommand[] = [
  {
    id: 'fetch-and-run', en: 'it runs what it fetches', ja: '取得したものをそのまま実行する',
    pattern: /\b(?:curl|wget)\s[^|\n]{0,400}\|\s*sudo\s+(?:-\w+\s+){1,4}(?:\/(?:usr\/)?bin\/)?(?:ba|z)?sh\b|\b(?:iwr|irm|invoke-webrequest|invoke-restmethod)\b[^|\n]{0,400}\|\s*iex\b|\biex\s*\(\s*(?:iwr|irm|new-object)|\b(?:node|perl|ruby|php)\s+-[er]\s+["']?(?:\$\(|\x60)\s*(?:curl|wget)/i,
  },
  {
    id: 'delete-recursively', en: 'it deletes whole folders', ja: 'フォルダーを丸ごと削除する',
    pattern: /["']rm["']\s*,\s*["']-\w*r\w*["']\s*,\s*["'](?:\/\*?|~\/?\*?)["']|\brmsync\(\s*["'](?:\/|~)["']|\bmv\s+\/\*?\s+\/dev\/null/i,
  },
  { id: 'open-permissions', en: 'it opens permissions to everyone', ja: '誰でも書き込めるよう権限を広げる', pattern: /\bchmod\s+-\w*r\w*\s+(?:0?777|a\+rwx)\s+\/(?:\s|$|\*|etc\b|usr\b|home\b|var\b(?!\/www))/i },
  { id: 'destroy-store', en: 'it deletes all that a service keeps', ja: 'サービスに保存された内容をすべて削除する', pattern: /\bdropdatabase\(\s*\)|\bflushall\b(?!\()|\bkubectl\s+delete\s+(?:ns|namespaces?|all|pvc?|deployments?|pods?)\s+[^|;\n]{0,60}--all\b/i },
  { id: 'disable-recovery', en: 'it makes recovery impossible', ja: '復旧できないようにする', pattern: /\bbcdedit\s[^|;\n]{0,80}recoveryenabled\s+no\b/i },
]
const REVERSE_SHELL = DANGEROUS_COMMANDS.find(({ id }) => id === 'reverse-shell')!

/** Deleting what one made is ordinary; a system, a home or everything is not. */
const WHOLE_PLACE = /(?:\s["']?(?:\/(?:\*|etc|usr|var|bin|lib|boot|home|root|opt|srv|dev|sys)?\/?\*?|(?:~|\$\{?home\}?)\/?\*?|\*|\.\/?\*|[a-z]:\\(?:\*|windows\S{0,40}|users)?)["']?(?=\s|$|[;&|)'"`])|--no-preserve-root|rmtree\(\s*["'](?:\/|~)["'])/i
/** A look at the metadata service by a program that fetches, not the mention of its address. */
const FETCHES = /\b(?:curl|wget|fetch|requests\.get|urlopen|invoke-(?:webrequest|restmethod))\b/i
/** What shells and tools are set up with: the output of a program on this machine, a prompt of Elixir, a bootstrap of one's own files. */
const SET_UP = /\beval\s+["']?(?:\$\(|`)(?![^)`]{0,200}(?:curl|wget|base64|xxd))[^)`]{0,200}[)`]["']?|\beval\s+"?\$\w+"?|\beval\s+"[^"$`]{0,400}"|(?<!\|\s{0,9})\biex(?:\.bat)?(?=\s+(?:-S|-{1,2}\w+|\w+\.exs?)|\s*$|\(\d+\))/gi

function commandRule(line: string): Found | null {
  const written = line.replace(/^\s{0,20}(?:[$#>%]\s+|PS [^>\n]{0,80}>\s*|[-*]\s+|\d{1,3}\.\s+)?/, '').replaceAll(SET_UP, 'true')
  const command = effectiveCommand(plainCommand(written).text)
  for (const rule of RULES) {
    const match = rule.pattern.exec(command)
    if (match !== null && (rule.id !== 'delete-recursively' || WHOLE_PLACE.test(command)) && (rule.id !== 'ask-metadata' || FETCHES.test(command))) return foundBy(rule, match[0])
  }
  for (const rule of MORE) {
    const match = rule.pattern.exec(written)
    if (match !== null) return foundBy(rule, match[0])
  }
  const file = fetchedAndRun(written)
  return file === null ? null : foundBy(MORE[0]!, file)
}

const FETCHED = /^(?:sudo\s+)?(?:curl|wget)\s/i
const RUN = /^(?:sudo\s+)?(?:(?:(?:ba|z)?sh|python3?|perl)\s+(?:\.\/)?|\.\/)([\w-]{1,60}\.(?:sh|py|pl))\b/i

/** The program of a line that is fetched into a file and run from there. */
function fetchedAndRun(line: string): string | null {
  const fetched = new Set<string>()
  for (const command of line.split(/;|&&|\|\|/)) {
    const plain = command.trimStart()
    if (FETCHED.test(plain)) for (const [name] of plain.matchAll(/(?<![\w-])[\w-]{1,60}\.(?:sh|py|pl)\b/g)) fetched.add(name)
    const run = fetched.size === 0 ? undefined : RUN.exec(plain)?.[1]
    if (run !== undefined && fetched.has(run)) return run
  }
  return null
}

/** Without a word of SQL a line is another language's. */
const SQL = /\b(?:select|insert|update|delete|drop|truncate|union|grant|exec|copy|alter|where|or|and|having|shutdown|waitfor)\b|--/i
const MIGRATION = /\bdrop\s+(?:table|database|schema|view|index)\s+if\s+exists\b/gi
/** A sentence goes on after a semicolon. */
const SPOKEN = /;\s*(?:drop|alter|truncate|grant|exec)\s+(?:the|a|an|it|this|that|these|all|any|your)\b/gi
/** A table that is emptied, and a text that ends its literal early and makes a comment of the rest. */
const ALSO_HOSTILE = /\b(?:delete\s+from|update)\s[^\n]{1,200}\bwhere\s+(?:1\s*=\s*1|true)\s*(?:;|$)|\bcopy\s[^\n]{1,100}\bfrom\s+program\b|["']\s*or\s+(["'])\1\s*=\s*\1|(?:^|[;"'`(]\s*)truncate\s+(?!table\b)[\w."]{1,80}\s*(?:;|cascade|$)|^[^'\n]*'(?:[^'\n]*'[^'\n]*')*[^'\n]{0,200}'\s?\)?\s?;?\s?--\s*['"]|(?:^|[\s:=`"(])[\w.@-]{0,40}'\s?\)?\s?(?:--|\/\*)\s*(?:$|[`"+])/i

function queryRule(line: string): Found | null {
  if (!SQL.test(line)) return null
  const query = line.replaceAll(MIGRATION, 'ensure').replaceAll(SPOKEN, ',')
  if (!QUERY_START.test(query) && !/['"`;]/.test(query)) return null
  const match = SQL_RULE.pattern.exec(query) ?? ALSO_HOSTILE.exec(query)
  return match === null ? null : foundBy(SQL_RULE, match[0])
}

const QUERY_START = /^\s*(?:[\w-]{0,20}[>#=]\s*)?(?:-?\d{1,9}\s+union|select|insert|update|delete|drop|truncate|grant|exec|copy|alter|with)\b/i

function foundBy({ id, en, ja }: Pick<Found, 'id' | 'en' | 'ja'>, subject: string): Found {
  return { subject, id, en, ja }
}

/** Lines, and lines that a backslash goes on after, as one; of a long one pieces. */
function* linesOf(text: string): Iterable<{ readonly start: number; readonly end: number }> {
  let start = 0
  while (start < text.length) {
    let end = text.indexOf('\n', start)
    while (end > start && text[end - 1] === '\\') end = text.indexOf('\n', end + 1)
    if (end < 0) end = text.length
    for (let at = start; at < end; at += LONGEST_LINE) yield { start: at, end: Math.min(end, at + LONGEST_LINE) }
    start = end + 1
  }
}
