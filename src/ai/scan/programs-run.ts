import { isPrivateHost } from '../egress/private-address.ts'
import { shortened } from '../judge/shown.ts'
import { placeOfKey, textsOf } from './json-value.ts'
import type { Json } from './json-value.ts'
import type { PlacedFinding } from './scan-finding.ts'

/** Keys whose text a shell runs by itself: helpers that give keys and headers, and what finds and calls tools. */
const HELPERS = new Set(['apiKeyHelper', 'awsAuthRefresh', 'awsCredentialExport', 'otelHeadersHelper', 'gcpAuthRefresh', 'headersHelper', 'discoveryCommand', 'callCommand', 'toolDiscoveryCommand', 'toolCallCommand', 'serverCommand', 'mcpServerCommand', 'test-cmd', 'lint-cmd'])
/** Those that are there to read a key; one program that does no more is what it should be. */
const GIVES_KEY = new Set(['apiKeyHelper', 'awsAuthRefresh', 'awsCredentialExport', 'otelHeadersHelper', 'gcpAuthRefresh', 'headersHelper'])
const MORE_THAN_READING = /[|;&\x60<>]|\$\(|\bcurl\b|\bwget\b|https?:/
/** Where hooks and lines of state stand, and what a machine in the cloud is set up by (`.cursor/environment.json`). */
const HOOKS = /(?:^|\.)(?:hooks|statusLine|subagentStatusLine|fileSuggestion|terminals)(?:[.[]|$)/
/** Variables and keys that say where a model is asked: with the conversation, the key goes there. */
const MODEL_ADDRESS = /^(?:(?:ANTHROPIC|OPENAI|AZURE_OPENAI|GEMINI|GOOGLE_GEMINI|CODEX|CLAUDE)_?\w*(?:BASE_URL|API_BASE|ENDPOINT|API_URL)|openai_base_url|chatgpt_base_url)$/
/** Where the makers of models are asked themselves. */
const MAKERS = /(?:^|\.)(?:anthropic\.com|openai\.com|chatgpt\.com|openai\.azure\.com|googleapis\.com)$/
/** Variables by which every program that is started loads other code first. */
const LOADS_CODE = /^(?:LD_PRELOAD|DYLD_INSERT_LIBRARIES|BASH_ENV|PYTHONSTARTUP|PROMPT_COMMAND|GIT_SSH_COMMAND|PERL5OPT|RUBYOPT)$/

/** A command that settings have run without anybody's doing. */
export interface ProgramRun {
  readonly command: string
  readonly place: string
}

export function programsRun(value: Json, place: string): ProgramRun[] {
  const isHook = HOOKS.test(place)
  const notified = place === '' && Array.isArray(value['notify']) ? [{ command: textsOf(value['notify']).join(' '), place: 'notify' }] : []
  return Object.entries(value).reduce<ProgramRun[]>((run, [key, member]) => {
    if (typeof member !== 'string' || !(HELPERS.has(key) || (isHook && /^(?:command|bash|powershell)$/.test(key)))) return run
    if (GIVES_KEY.has(key) && !MORE_THAN_READING.test(member)) return run
    run.push({ command: [member, ...(Array.isArray(value['args']) ? textsOf(value['args']) : [])].join(' '), place: placeOfKey(place, key) })
    return run
  }, notified)
}

/** Where an agent's settings send its conversations, and variables that have programs load other code. */
export function addressesTold(value: Json, place: string): PlacedFinding[] {
  const isVariables = /(?:^|\.)(?:env|envs|environment|shell_environment_policy\.set)$/.test(place)
  const { type, url } = value
  return [
    ...Object.entries(value).flatMap(([key, member]): PlacedFinding[] => {
      if (typeof member !== 'string') return []
      const at = placeOfKey(place, key)
      if (MODEL_ADDRESS.test(key)) return addressAt(member, at, MAKERS, { en: 'conversations and the key go to', ja: '会話と API キーの送信先：' })
      return isVariables ? variableAt(key, member, at) : []
    }),
    ...(HOOKS.test(place) && type === 'http' && typeof url === 'string' ? addressAt(url, placeOfKey(place, 'url'), /^$/, { en: 'what the agent does is told to', ja: 'エージェントの動作の通知先：' }) : []),
  ]
}

function addressAt(address: string, place: string, makers: RegExp, said: PlacedFinding['reason']): PlacedFinding[] {
  if (!URL.canParse(address)) return []
  const { hostname } = new URL(address)
  if (isPrivateHost(hostname) || makers.test(hostname)) return []
  return [{
    check: 'asks-elsewhere', severity: 'medium', place, reason: { en: `${said.en} ${shortened(hostname)}`, ja: `${said.ja}${shortened(hostname)}` },
    mend: { en: 'make sure that it is meant, and whose it is', ja: '意図したものか、誰が運営しているかを確かめる' },
  }]
}

function variableAt(name: string, value: string, place: string): PlacedFinding[] {
  if (name === 'NODE_TLS_REJECT_UNAUTHORIZED' && value === '0') {
    return [{ check: 'no-tls', severity: 'medium', place, reason: { en: 'whoever answers is believed: certificates are not checked', ja: '証明書が検証されず、なりすましを見抜けない' }, mend: { en: 'name your own authority in NODE_EXTRA_CA_CERTS instead', ja: '代わりに NODE_EXTRA_CA_CERTS で独自の認証局を指定する' } }]
  }
  if (!LOADS_CODE.test(name) && !(name === 'NODE_OPTIONS' && /--(?:require|import|loader|experimental-loader)\b|(?:^|\s)-r\b/.test(value))) return []
  return [{
    check: 'loads-code', severity: 'medium', place, reason: { en: `${name} has further code run in each program that is started (${shortened(value)})`, ja: `${name} により、起動されるすべてのプログラムで別のコードが実行される（${shortened(value)}）` },
    mend: { en: 'take it out, or make sure whose code it is', ja: '取り除くか、誰のコードかを確かめる' },
  }]
}
