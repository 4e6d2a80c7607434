import { canonicalise } from '../text/canonicalise.ts'
import { caseParts } from '../egress/case-parts.ts'
import type { BoundaryPart, ToolCall } from '../egress/boundary-part.ts'
import { isPrivateHost } from '../egress/private-address.ts'
import { DANGEROUS_COMMANDS, plainCommand } from '../egress/shell-command.ts'
import { isToken, smugglesInHost } from '../egress/smuggled-labels.ts'
import { chainIn } from '../egress/tool-chain.ts'
import { findSecrets } from '../secret/find-secrets.ts'
import type { Guard } from './guard.ts'
import type { IsLifted } from './lifted.ts'
import { nothingIsLifted } from './lifted.ts'
import { masked, shortened } from './shown.ts'
import type { GuardJudgement, GuardLayer, GuardReason } from './verdict.ts'
import { ALLOWED } from './verdict.ts'

/** Personal data that may leave: an address in a mail is no leak. */
const ORDINARY = new Set(['mail', 'phone-jp', 'address-jp'])
const READS_SECRET = DANGEROUS_COMMANDS.find(({ id }) => id === 'read-secrets')!
/** A document may speak of such files; an argument that is one asks for it. */
const PATH_ARGUMENT = /^(?:[^\s:]{1,60}: )?[~/.\w\\:-]+$/
const SHELL_TOOL = /exec|run|shell|bash|terminal|command|spawn|process/i

/** Judges what crosses the boundary of an agent: addresses, requests, answers, calls and descriptions of tools, messages of other agents. Of orders, what is lifted does not count. */
export function judgeCase(guard: Guard, payload: unknown, isLifted: IsLifted = nothingIsLifted): GuardJudgement {
  const parts = caseParts(payload)
  if (parts === null) return blocked('form', 0.5, { en: 'the exchange has none of the known shapes', ja: '既知の形式のやり取りではない' }, 'flag')
  for (const part of parts) {
    const judgement = judgePart(guard, part, isLifted)
    if (judgement !== null) return judgement
  }
  return ALLOWED
}

function judgePart(guard: Guard, part: BoundaryPart, isLifted: IsLifted): GuardJudgement | null {
  switch (part.kind) {
    case 'address': return judgeAddress(part.url)
    case 'outgoing': return judgeSecrets(part.texts) ?? judgeOrders(guard, part.texts.join('\n'), isLifted)
    case 'incoming': return judgeOrders(guard, part.texts.join('\n'), isLifted)
    case 'calls': return judgeCalls(guard, part.calls, isLifted)
    case 'opaque': return blocked('form', 0.9, part.why === 'compressed-frame'
      ? { en: 'a compressed frame cannot be looked into', ja: '圧縮されたフレームは検査できない' }
      : { en: 'the message has too many values to be looked through', ja: '値が多すぎて検査しきれない' })
  }
}

function judgeAddress(written: string): GuardJudgement | null {
  if (!URL.canParse(written)) return blocked('address', 0.8, { en: 'the address cannot be read', ja: 'アドレスを解釈できない' })
  const url = new URL(written)
  if (!/^(?:https?|wss?|ftp):$/.test(url.protocol)) return blocked('address', 0.9, { en: `an agent has no use for ${url.protocol} addresses`, ja: `${url.protocol} のアドレスは許可されていない` })
  if (isPrivateHost(url.hostname)) {
    return blocked('address', 1, { en: `${url.hostname} lies in a private network or is a metadata service`, ja: `${url.hostname} は内部ネットワークまたはメタデータサービスである` })
  }
  const leak = judgeSecrets([written, ...url.searchParams.values(), decodeURIComponentOf(url.pathname), decodeURIComponentOf(url.username), decodeURIComponentOf(url.password)])
  if (leak !== null) return leak
  if (smugglesInHost(writtenHost(written) ?? url.hostname)) return blocked('address', 0.9, { en: 'the host name carries encoded data', ja: 'ホスト名に符号化されたデータが含まれている' })
  const pieces = [...url.pathname.split('/'), ...url.searchParams.values()]
  const token = pieces.find(piece => isToken(piece))
  return token === undefined ? null : blocked('secret', 0.7, { en: `the address carries what looks like a key (${masked(token)})`, ja: `アドレスに鍵らしき文字列が含まれている（${masked(token)}）` })
}

/** Each text as it is and decoded, and all of them together: a secret may be spread over several. */
function judgeSecrets(texts: readonly string[]): GuardJudgement | null {
  const values = texts.map(text => /^[^\s:]{1,60}: (?!\s)/.test(text) ? text.slice(text.indexOf(': ') + 2) : text)
  const spread = values.filter(value => /^[\w+/=.-]{4,}$/.test(value)).join('')
  const views = [texts.join('\n'), ...texts.map(each => canonicalise(each).decoded), ...texts.map(each => decodeTwice(each)), spread]
  for (const text of views) {
    const hit = findSecrets(text).find(({ kind }) => !ORDINARY.has(kind.id))
    if (hit !== undefined) {
      return blocked('secret', hit.isSecret ? 1 : 0.9, { en: `${hit.kind.en} would leave (${masked(text.slice(hit.start, hit.end))})`, ja: `${hit.kind.ja}が外部へ出ようとしている（${masked(text.slice(hit.start, hit.end))}）` })
    }
  }
  return null
}

function judgeOrders({ signatures }: Guard, text: string, isLifted: IsLifted): GuardJudgement | null {
  const { text: canonical, unleeted } = canonicalise(text)
  for (const view of unleeted === null ? [canonical] : [canonical, unleeted]) {
    const hit = signatures.match(view, signatures.conceptsIn(view), 'boundary').find(({ signature: { weight, id } }) => weight === 'certain' && !isLifted('signature', id))
    if (hit === undefined) continue
    const quoted = view.slice(hit.start, hit.end)
    return { ...blocked('signature', 0.95, { en: `${hit.signature.en}: “${shortened(quoted)}”`, ja: `${hit.signature.ja}：「${shortened(quoted)}」` }), kind: hit.signature.id }
  }
  return null
}

function judgeCalls(guard: Guard, calls: readonly ToolCall[], isLifted: IsLifted): GuardJudgement | null {
  for (const { name, texts } of calls) {
    const leak = judgeSecrets(texts) ?? judgeOrders(guard, texts.join('\n'), isLifted)
    if (leak !== null) return leak
    const secretFile = texts.find(text => READS_SECRET.pattern.test(text.replaceAll(/\s/g, '')))
    if (secretFile !== undefined && PATH_ARGUMENT.test(secretFile)) return blocked('shell', 1, { en: `${READS_SECRET.en}: ${shortened(secretFile)}`, ja: `${READS_SECRET.ja}：${shortened(secretFile)}` })
    if (!SHELL_TOOL.test(name)) continue
    for (const text of texts) {
      const { text: command, isDisguised } = plainCommand(text.replace(/^[^\s:]{1,60}: /, ''))
      const found = DANGEROUS_COMMANDS.find(({ pattern }) => pattern.test(command))
      if (found !== undefined) return blocked('shell', 1, { en: `${found.en}: ${shortened(command)}`, ja: `${found.ja}：${shortened(command)}` })
      if (isDisguised && hidesCommand(text, command)) return blocked('shell', 0.9, { en: `the command is disguised; the shell reads: ${shortened(command)}`, ja: `コマンドが偽装されている。シェルの解釈：${shortened(command)}` })
    }
  }
  const chain = chainIn(calls)
  return chain === null ? null : blocked('chain', 0.9, { en: chain.en, ja: chain.ja })
}

/** Only the words that name programs are disguised on purpose; quotes around an argument are ordinary. */
function hidesCommand(written: string, plain: string): boolean {
  const word = /^\s*(?:sudo\s+)?([a-z][\w.-]*)/.exec(plain)?.[1]
  return word !== undefined && !written.toLowerCase().includes(word)
}

function blocked(layer: GuardLayer, score: number, reason: GuardReason, verdict: 'block' | 'flag' = 'block'): GuardJudgement {
  return { verdict, layer, score, reason }
}

function decodeURIComponentOf(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function decodeTwice(text: string): string {
  return decodeURIComponentOf(decodeURIComponentOf(text))
}

/** The parser writes names in lower case, and base64 is lost by that. */
function writtenHost(address: string): string | undefined {
  return /^[a-z]+:\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(address)?.[1]
}
