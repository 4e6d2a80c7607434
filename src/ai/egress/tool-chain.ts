import type { ToolCall } from './boundary-part.ts'

/** What a tool does to the boundary, by its name and what it is given: the words tools are commonly named with. */
type Deed = 'reads-secret' | 'reads-environment' | 'reads-records' | 'packs' | 'posts' | 'downloads' | 'runs-downloaded' | 'looks-around' | 'sends' | 'writes-program' | 'runs' | 'persists'

/** Sequences of calls that are harmless each and hostile together. */
export interface ChainFound {
  readonly id: string
  readonly en: string
  readonly ja: string
}

const SECRET_PLACE = /\.ssh\b|gcloud|\.azure\b|\.docker\/config|\.pgpass|\.npmrc|\.git-credentials|id_(?:rsa|ed25519|ecdsa|dsa)|\.aws\b|\.env\b(?!\.(?:example|sample|template|dist))|\.netrc|\.kube|\.gnupg|\/etc\/(?:shadow|passwd|sudoers)|\/proc\/(?:self|\d+)\/environ|database_url|cookies\.sqlite|logins\.json|login data|keychain|\.kdbx|\.pem\b|\.p12\b|\.pfx\b/i
/** Of a name without spaces that is no source or text: what is searched for, and styles, are called so too. */
const SECRET_NAME = /credentials|secret|password|passwd|token|private.?key|wallet|api_?key/i
const SOURCE_NAME = /\.(?:s?css|less|mdx?|html?|svg|[cm]?[jt]sx?|py|go|rs|java|kt|cs|rb|php|swift|example|sample|template)$/i
const PROGRAM = /^#!|\b(?:curl|wget|nc|bash|powershell|python3?)\b.*(?:https?:|\/dev\/tcp|@|-c\b)|subprocess|os\.system|eval\(|exec\(/is
const STARTS_AGAIN = /\/cron|crontab|\.bashrc|\.profile|\.zshrc|\/etc\/(?:systemd|init\.d|rc)|authorized_keys|launchagents|currentversion\\run|autostart/i

const CHAINS: readonly (ChainFound & { readonly deeds: readonly (readonly Deed[])[] })[] = [
  {
    id: 'read-then-send', deeds: [['reads-secret', 'reads-environment'], ['sends']],
    en: 'it reads secrets and then sends something outside', ja: '秘密を読み取ってから外部へ送信している',
  },
  { id: 'look-then-read', deeds: [['looks-around'], ['reads-secret']], en: 'it looks around for secrets and reads them', ja: '秘密の在りかを探してから読み取っている' },
  { id: 'write-then-run', deeds: [['writes-program'], ['runs']], en: 'it writes a program and runs it', ja: 'プログラムを書き込んでから実行している' },
  { id: 'records-then-send', deeds: [['reads-records'], ['posts']], en: 'it reads all records of people and then sends something outside', ja: '人に関する記録をすべて読み取ってから外部へ送信している' },
  { id: 'pack-then-send', deeds: [['packs'], ['sends', 'posts']], en: 'it packs whole folders and then sends something outside', ja: 'フォルダーを丸ごと固めてから外部へ送信している' },
  { id: 'download-then-run', deeds: [['downloads'], ['runs-downloaded']], en: 'it fetches a program and runs it', ja: 'プログラムを取得して実行している' },
  { id: 'persist-then-send', deeds: [['persists'], ['sends', 'runs']], en: 'it installs itself and reports outside', ja: '自らを常駐させてから外部へ通知している' },
]

const RECORDS = /select\s+\*\s+from\s+\W?\w*(?:customer|user|patient|employee|account|client|member|payment|card|order|personnel|staff|student|transaction|contact|medical|health|payroll|salar)/i

/** The first chain that the calls make up, in their order. */
export function chainIn(calls: readonly ToolCall[]): ChainFound | null {
  const done = calls.map(deedsOf)
  return CHAINS.find(({ deeds }) => {
    let next = 0
    for (const each of done) if (next < deeds.length && deeds[next]!.some(deed => each.has(deed))) next++
    return next === deeds.length
  }) ?? null
}

function deedsOf({ name, texts }: ToolCall): Set<Deed> {
  const given = texts.join('\n')
  const deeds = new Set<Deed>()
  const reads = /read|get|cat|open|load|view|show|search|query|download|list|dump|export/i.test(name)
  const writes = /write|create|save|put|append|edit|add|upload_file|set/i.test(name)
  const runs = /run|exec|shell|bash|terminal|command|eval|spawn|launch|python/i.test(name)
  if (reads && (SECRET_PLACE.test(given) || texts.some(text => namesSecret(text)))) deeds.add('reads-secret')
  if (/env/i.test(name) || (runs && /\b(?:env|printenv|set)\b/.test(given))) deeds.add('reads-environment')
  if (/list|dir|ls|find|glob|search|scan/i.test(name)) deeds.add('looks-around')
  if (/fetch|http|request|post|send|upload|mail|web|curl|browse|webhook|publish|message|notify|push|share|slack|discord|telegram|publish|comment/i.test(name) || (runs && /\b(?:curl|wget|nc)\b/.test(given))) deeds.add('sends')
  if (writes && PROGRAM.test(given)) deeds.add('writes-program')
  if (writes && STARTS_AGAIN.test(given)) deeds.add('persists')
  if (runs) deeds.add('runs')
  if (RECORDS.test(given) && !/\b(?:limit|where|count\()\b/i.test(given)) deeds.add('reads-records')
  if (/http|post|upload|webhook|request|fetch|s3|ftp|paste/i.test(name) && /https?:|ftp:|s3:/i.test(given)) deeds.add('posts')
  if (/\b(?:tar\s+-?\w*c\w*|zip\s+-\w*r\w*|7z\s+a)\b[^;]{0,200}(?:\/home|\/root|\/etc|\/var|~|\/users)\b/i.test(given) || (/archive|compress|zip|backup/i.test(name) && /(?:^|[\s:])(?:\/home|\/root|\/etc|~)\/?(?:\s|$)/im.test(given))) deeds.add('packs')
  if (/download/i.test(name) || (runs && /\b(?:curl|wget|iwr|certutil)\b[^;]{0,300}https?:/i.test(given))) deeds.add('downloads')
  if (runs && /(?:^|[\s;&|:])(?:sudo\s+)?(?:(?:ba|z)?sh\s+|python3?\s+|chmod\s+(?:\+x|7\d\d)\s+)?(?:\/tmp|\/var\/tmp|\/dev\/shm)\/[\w.-]+/m.test(given) && !/\b(?:curl|wget|cat|ls|rm|grep|tail|head)\b/.test(given)) deeds.add('runs-downloaded')
  return deeds
}

function namesSecret(text: string): boolean {
  const value = text.replace(/^[^\s:]{1,60}: (?=\S)/, '')
  return !/\s/.test(value) && SECRET_NAME.test(value) && !SOURCE_NAME.test(value)
}
