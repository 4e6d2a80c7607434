import type { ToolCall } from './boundary-part.ts'

/** What a tool does to the boundary, by its name and what it is given: the words tools are commonly named with. */
type Deed = 'reads-secret' | 'reads-environment' | 'looks-around' | 'sends' | 'writes-program' | 'runs' | 'persists'

/** Sequences of calls that are harmless each and hostile together. */
export interface ChainFound {
  readonly id: string
  readonly en: string
  readonly ja: string
}

const SECRET_PLACE = /\.ssh\b|id_(?:rsa|ed25519|ecdsa|dsa)|\.aws\b|\.env\b|\.netrc|\.kube|\.gnupg|credentials|\/etc\/(?:shadow|passwd|sudoers)|secret|password|token|private.?key|wallet|\/proc\/(?:self|\d+)\/environ|database_url|api_?key/i
const PROGRAM = /^#!|\b(?:curl|wget|nc|bash|powershell|python3?)\b.*(?:https?:|\/dev\/tcp|@|-c\b)|subprocess|os\.system|eval\(|exec\(/is
const STARTS_AGAIN = /\/cron|crontab|\.bashrc|\.profile|\.zshrc|\/etc\/(?:systemd|init\.d|rc)|authorized_keys|launchagents|currentversion\\run|autostart/i

const CHAINS: readonly (ChainFound & { readonly deeds: readonly (readonly Deed[])[] })[] = [
  {
    id: 'read-then-send', deeds: [['reads-secret', 'reads-environment'], ['sends']],
    en: 'it reads secrets and then sends something outside', ja: '秘密を読み取ってから外部へ送信している',
  },
  { id: 'look-then-read', deeds: [['looks-around'], ['reads-secret']], en: 'it looks around for secrets and reads them', ja: '秘密の在りかを探してから読み取っている' },
  { id: 'write-then-run', deeds: [['writes-program'], ['runs']], en: 'it writes a program and runs it', ja: 'プログラムを書き込んでから実行している' },
  { id: 'persist-then-send', deeds: [['persists'], ['sends', 'runs']], en: 'it installs itself and reports outside', ja: '自らを常駐させてから外部へ通知している' },
]

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
  if (reads && SECRET_PLACE.test(given)) deeds.add('reads-secret')
  if (/env/i.test(name) || (runs && /\b(?:env|printenv|set)\b/.test(given))) deeds.add('reads-environment')
  if (/list|dir|ls|find|glob|search|scan/i.test(name)) deeds.add('looks-around')
  if (/fetch|http|request|post|send|upload|mail|web|curl|browse|webhook|publish|message|notify/i.test(name) || (runs && /\b(?:curl|wget|nc)\b/.test(given))) deeds.add('sends')
  if (writes && PROGRAM.test(given)) deeds.add('writes-program')
  if (writes && STARTS_AGAIN.test(given)) deeds.add('persists')
  if (runs) deeds.add('runs')
  return deeds
}
