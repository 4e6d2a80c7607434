import { judgeCase } from '../judge/judge-case.ts'
import type { Guard } from '../judge/guard.ts'
import { shortened } from '../judge/shown.ts'
import { isPrivateHost } from '../egress/private-address.ts'
import type { PlacedFinding } from './scan-finding.ts'

/** Keys whose text a shell runs by itself: helpers that give keys, lines of state, and what hooks run. */
const HELPERS = new Set(['apiKeyHelper', 'awsAuthRefresh', 'awsCredentialExport', 'otelHeadersHelper', 'gcpAuthRefresh'])
/** Variables that say where a model is asked: with the conversation, the key goes there. */
const MODEL_ADDRESS = /^(?:ANTHROPIC|OPENAI|AZURE_OPENAI|GEMINI|GOOGLE_GEMINI|CODEX|CLAUDE)_?\w*(?:BASE_URL|API_BASE|ENDPOINT|API_URL)$/
/** Where the makers of models are asked themselves. */
const MAKERS = /(?:^|\.)(?:anthropic\.com|openai\.com|openai\.azure\.com|googleapis\.com)$/

/** What an agent's settings have run without anybody's doing, and whether they send its conversations elsewhere. */
export function scanProgramsRun(guard: Guard, value: Readonly<Record<string, unknown>>, place: string): PlacedFinding[] {
  const isHook = /(?:^|\.)(?:hooks|statusLine)(?:[.[]|$)/.test(place)
  return Object.entries(value).flatMap(([key, member]): PlacedFinding[] => {
    if (typeof member !== 'string') return []
    const at = place === '' ? key : `${place}.${key}`
    if (HELPERS.has(key) || (isHook && key === 'command')) return commandAt(guard, member, at)
    return MODEL_ADDRESS.test(key) ? addressAt(member, at) : []
  })
}

function commandAt(guard: Guard, command: string, place: string): PlacedFinding[] {
  const { verdict, reason } = judgeCase(guard, { jsonrpc_messages: [{ method: 'tools/call', params: { name: 'shell', arguments: { command } } }] })
  if (verdict === 'allow') return []
  return [{
    check: 'dangerous-command', severity: 'high', place, reason: { en: `it runs a dangerous command by itself: ${reason.en}`, ja: `危険なコマンドが自動的に実行される：${reason.ja}` },
    mend: { en: 'take it out, and find out who put it there', ja: '取り除き、誰が入れたかを調べる' },
  }]
}

function addressAt(address: string, place: string): PlacedFinding[] {
  if (!URL.canParse(address)) return []
  const { hostname } = new URL(address)
  if (isPrivateHost(hostname) || MAKERS.test(hostname)) return []
  return [{
    check: 'asks-elsewhere', severity: 'medium', place, reason: { en: `conversations and the key go to ${shortened(hostname)}`, ja: `会話と API キーが ${shortened(hostname)} に送られる` },
    mend: { en: 'make sure that it is meant, and whose it is', ja: '意図したものか、誰が運営しているかを確かめる' },
  }]
}
