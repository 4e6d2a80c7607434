import { isPrivateHost } from '../egress/private-address.ts'
import { shortened } from '../judge/shown.ts'
import type { GuardReason } from '../judge/verdict.ts'
import { placeOfKey } from './json-value.ts'
import type { Json } from './json-value.ts'
import type { PlacedFinding } from './scan-finding.ts'

const HOOKS = /(?:^|\.)hooks(?:[.[]|$)/
/** As Continue, Codex, Aider and others call where any model is asked. */
const ANY_MODEL_ADDRESS = /(?:^|[_-])(?:api[_-]base|base_url)$|^(?:apiBase|baseURL)$/
/** Variables and keys that say where a model is asked: with the conversation, the key goes there. */
const MODEL_ADDRESS = /^(?:(?:ANTHROPIC|OPENAI|AZURE_OPENAI|GEMINI|GOOGLE_GEMINI|CODEX|CLAUDE)_?\w*(?:BASE_URL|API_BASE|ENDPOINT|API_URL)|openai_base_url|chatgpt_base_url)$/
/** Where the makers of models are asked themselves. */
const MAKERS = /(?:^|\.)(?:anthropic\.com|openai\.com|chatgpt\.com|openai\.azure\.com|googleapis\.com)$/
/** Variables by which every program that is started loads other code first. */
const LOADS_CODE = /^(?:LD_PRELOAD|DYLD_INSERT_LIBRARIES|BASH_ENV|PYTHONSTARTUP|PROMPT_COMMAND|GIT_SSH_COMMAND|PERL5OPT|RUBYOPT)$/

/** Where an agent's settings send its conversations, and variables that have programs load other code. */
export function addressesTold(value: Json, place: string): PlacedFinding[] {
  const isVariables = /(?:^|\.)(?:env|envs|environment|shell_environment_policy\.set)$/.test(place)
  const { type, url } = value
  return [
    ...Object.entries(value).flatMap(([key, member]): PlacedFinding[] => {
      if (typeof member !== 'string') return []
      const at = placeOfKey(place, key)
      const isModel = MODEL_ADDRESS.test(key)
      const open = (isModel || ANY_MODEL_ADDRESS.test(key)) && isInTheOpen(member) ? [unprotected(at, { en: 'conversations and the key travel without TLS', ja: '会話と API キーが TLS なしで送られる' }, { en: 'use https', ja: 'https を使う' })] : []
      if (isModel) return [...open, ...addressAt(member, at, MAKERS, { en: 'conversations and the key go to', ja: '会話と API キーの送信先：' })]
      if (open.length > 0) return open
      return isVariables ? variableAt(key, member, at) : []
    }),
    ...(value['verifySsl'] === false ? [unprotected(placeOfKey(place, 'verifySsl'), UNCHECKED, { en: 'name your own authority (caBundlePath) instead', ja: '代わりに独自の認証局（caBundlePath）を指定する' })] : []),
    ...(/^data\[\d+\]$/.test(place) && typeof value['destination'] === 'string' ? addressAt(value['destination'], placeOfKey(place, 'destination'), /^$/, { en: 'what people write and ask is told to', ja: '利用者の入力と編集内容の送信先：' }) : []),
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
    return [unprotected(place, UNCHECKED, { en: 'name your own authority in NODE_EXTRA_CA_CERTS instead', ja: '代わりに NODE_EXTRA_CA_CERTS で独自の認証局を指定する' })]
  }
  if (!LOADS_CODE.test(name) && !(name === 'NODE_OPTIONS' && /--(?:require|import|loader|experimental-loader)\b|(?:^|\s)-r\b/.test(value))) return []
  return [{
    check: 'loads-code', severity: 'medium', place, reason: { en: `${name} has further code run in each program that is started (${shortened(value)})`, ja: `${name} により、起動されるすべてのプログラムで別のコードが実行される（${shortened(value)}）` },
    mend: { en: 'take it out, or make sure whose code it is', ja: '取り除くか、誰のコードかを確かめる' },
  }]
}

const UNCHECKED: GuardReason = { en: 'whoever answers is believed: certificates are not checked', ja: '証明書が検証されず、なりすましを見抜けない' }

function unprotected(place: string, reason: GuardReason, mend: GuardReason): PlacedFinding {
  return { check: 'no-tls', severity: 'medium', place, reason, mend }
}

function isInTheOpen(address: string): boolean {
  return address.startsWith('http://') && URL.canParse(address) && !isPrivateHost(new URL(address).hostname)
}
