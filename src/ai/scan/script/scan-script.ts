import { DANGEROUS_COMMANDS, effectiveCommand } from '../../egress/dangerous-commands.ts'
import { plainCommand } from '../../egress/shell-command.ts'
import { shortened } from '../../judge/shown.ts'
import type { GuardReason } from '../../judge/verdict.ts'
import { MOST_SCRIPT_CHARACTERS } from '../defaults.ts'
import { tooMuch } from '../scan-finding.ts'
import type { PlacedFinding, ScanSeverity } from '../scan-finding.ts'
import { secretInScript } from '../secret-in-text.ts'
import { runsFetchedOrDecoded } from './run-by-name.ts'
import { saidLines } from './said-lines.ts'
import type { SaidLine } from './said-lines.ts'

/** What no script beside a skill or a hook has a reason to do. To delete a folder of its own, or to open one to others, it may have. */
const NEVER = ['fetch-and-run', 'decode-and-run', 'ask-metadata', 'send-out', 'reverse-shell', 'fork-bomb', 'disable-protection', 'wipe-disk', 'persist', 'delete-recursively', 'read-secrets']
const KINDS = DANGEROUS_COMMANDS.filter(({ id }) => NEVER.includes(id))
const MEDIUM = new Set(['persist', 'read-secrets'])
/** Of removals, those of everything. */
const WHOLE_DISK = /\s["']?(?:\/|~\/?|\$\{?home\}?\/?)\*?["']?\s*(?:$|[;&|)])/i
const READS = /\b(?:open|read\w*|cat|load\w*|path|expanduser|copy\w*|cp|tar|zip|upload\w*|glob|get-content|type|base64|scp|rsync)\b/i
const SENDS = /\b(?:requests|httpx|aiohttp|axios)\b.{0,40}\b(?:post|put|patch|request)\(|\burlopen\(|\bfetch\(|\bhttps?\.request\(|\bcurl\b.{0,200}\s(?:-d|--data\S*|-F|--form|-T|--upload-file)\b|\binvoke-(?:webrequest|restmethod)\b|\bsocket\.(?:send|connect)|\bnc\s/i
/** All variables of the machine, made a text or a body, and no single one of them. */
const ALL_VARIABLES = /(?:dumps|stringify|urlencode|str|repr|b64encode)\(\s*(?:dict\()?\s*(?:os\.environ|process\.env|env)(?![.[\w])|\b(?:data|json|body)\s*[=:]\s*(?:dict\()?(?:os\.environ|process\.env)(?![.[\w])/

/** A script that an agent may run: what it does line by line, and what it does in all. */
export function scanScript(path: string, text: string): PlacedFinding[] {
  const whole = text.slice(0, MOST_SCRIPT_CHARACTERS)
  const lines = saidLines(path, whole)
  const found = lines.flatMap(line => dangerIn(line))
  const sent = lines.find(({ text: said }) => SENDS.test(said))
  const variables = lines.find(({ text: said }) => ALL_VARIABLES.test(said))
  if (sent !== undefined && variables !== undefined) found.push(danger('high', variables, { en: 'it sends all variables of the machine, keys among them', ja: '鍵を含むすべての環境変数を外部へ送る' }))
  const byName = runsFetchedOrDecoded(lines)
  if (byName !== null) found.push(danger('high', byName, { en: 'it runs what it fetches or decodes', ja: '取得または復号したものをそのまま実行する' }))
  const graver = sent === undefined ? found : found.map(each => each.reason.en.startsWith(READ_SECRETS.en) ? { ...each, severity: 'high' as const } : each)
  return [...graver, ...secretInScript(whole), ...(text.length > whole.length ? [tooMuch('all of it')] : [])]
}

const READ_SECRETS = KINDS.find(({ id }) => id === 'read-secrets')!

function dangerIn(line: SaidLine): PlacedFinding[] {
  const said = line.isShell ? effectiveCommand(plainCommand(line.text).text) : line.text
  const kind = KINDS.find(({ id, pattern }) => {
    const match = pattern.exec(id === 'read-secrets' ? said.replaceAll(/\d?>{1,2}\s*\S{1,200}/g, ' ') : said)
    return match !== null && isMeant(id, match[0], said, line.isShell)
  })
  return kind === undefined ? [] : [danger(MEDIUM.has(kind.id) || isInstaller(kind.id, said) ? 'medium' : 'high', line, kind)]
}

/** What is a command in a call of an agent may be a name in code, or the setting up of a shell in a script. */
function isMeant(id: string, found: string, said: string, isShell: boolean): boolean {
  switch (id) {
    case 'delete-recursively': return WHOLE_DISK.test(said)
    case 'read-secrets': return READS.test(said)
    case 'fetch-and-run': return /^(?:iex|invoke-expression)$/i.test(found) ? /\b(?:iwr|irm|curl|wget|invoke-(?:webrequest|restmethod)|downloadstring|frombase64string)\b/i.test(said) : !/^eval\b/i.test(found) || /\b(?:curl|wget|base64|xxd)\b/i.test(said)
    case 'reverse-shell': return isShell || !/^(?:tcpsocket|fsockopen\(|pty\.spawn)$/i.test(found) || /pty\.spawn\(\s*\[?["'][\w/]*sh["']/.test(said)
    case 'wipe-disk': return isShell || !found.startsWith('>')
    case 'send-out': return isShell || !/^(?:dig|nslookup|host|ping)\b/i.test(found)
    default: return true
  }
}

/** What is fetched over TLS from a named host may be an installer, of whatever version. */
function isInstaller(id: string, said: string): boolean {
  return id === 'fetch-and-run' && /\bhttps:\/\/[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\//i.test(said) && !/http:\/\/|https:\/\/[\d.]+[/:]|pastebin|\bgist\./i.test(said)
}

function danger(severity: ScanSeverity, { line, text }: SaidLine, { en, ja }: GuardReason): PlacedFinding {
  return {
    check: 'dangerous-script', severity, place: `line ${line}`, reason: { en: `${en}: ${shortened(text)}`, ja: `${ja}：${shortened(text)}` },
    mend: { en: 'do not let an agent run it before you know why', ja: '理由が分かるまでエージェントに実行させない' },
  }
}
