import type { Steps } from '../../platform/steps.ts'
import { atOnce } from '../../platform/steps.ts'
import { canonicalPieces } from '../text/canonicalise.ts'
import type { CanonicalText } from '../text/canonicalise.ts'
import { MAXIMUM_CHARACTERS } from '../text/defaults.ts'
import { caseParts, namedAddresses } from '../egress/case-parts.ts'
import type { BoundaryPart, ToolCall } from '../egress/boundary-part.ts'
import { orderIn, withoutMentions } from '../egress/boundary-orders.ts'
import type { OrderPlace } from '../egress/boundary-orders.ts'
import { DANGEROUS_COMMANDS, effectiveCommand } from '../egress/dangerous-commands.ts'
import { hostileArgument } from '../egress/hostile-arguments.ts'
import { insideAmong, leadsInside } from '../egress/named-hosts.ts'
import { telling } from '../egress/public-ids.ts'
import { plainCommand } from '../egress/shell-command.ts'
import { isToken, smugglesInHost } from '../egress/smuggled-labels.ts'
import { chainIn } from '../egress/tool-chain.ts'
import { foldLetters } from '../text/fold-letters.ts'
import type { Guard } from './guard.ts'
import type { IsLifted } from './lifted.ts'
import { nothingIsLifted } from './lifted.ts'
import { decodeTwice, decodeURIComponentOf, secretSteps } from './judge-secrets.ts'
import { Quotation, quoted } from './quotation.ts'
import { orderBySignature } from './order-by-signature.ts'
import { masked } from './shown.ts'
import { tooLong } from './too-long.ts'
import type { GuardJudgement, GuardLayer, GuardReason } from './verdict.ts'
import { ALLOWED } from './verdict.ts'

const READS_SECRET = DANGEROUS_COMMANDS.find(({ id }) => id === 'read-secrets')!
/** A document may speak of such files; an argument that is one asks for it. */
const PATH_ARGUMENT = /^(?:[^\s:]{1,60}: )?[~/.\w\\:-]+$/
const SHELL_TOOL = /exec|run|shell|bash|terminal|command|spawn|process|console|cmd|ssh|pwsh|(?:^|[^a-z])(?:sh|zsh|ksh|eval|system)(?![a-z])/i
/** Arguments that are commands, whatever the tool is called. */
const COMMAND_ARGUMENT = /^(?:commands?|cmds?|cmd_?line|command_?line|argv|shell_?command|shell|bash): /i

/** Judges what crosses the boundary of an agent: addresses, requests, answers, calls and descriptions of tools, messages of other agents. Of orders, what is lifted does not count. */
export function judgeCase(guard: Guard, payload: unknown, isLifted: IsLifted = nothingIsLifted): GuardJudgement {
  return atOnce(caseSteps(guard, payload, isLifted))
}

/** The same in steps of some milliseconds each, for `inTurns`. */
export function* caseSteps(guard: Guard, payload: unknown, isLifted: IsLifted = nothingIsLifted): Steps<GuardJudgement> {
  const parts = caseParts(payload)
  if (parts === null) return blocked('form', 0.5, { en: 'the exchange has none of the known shapes', ja: '既知の形式のやり取りではない' }, 'flag')
  for (const part of parts) {
    const judgement = yield* judgePart(guard, part, isLifted)
    if (judgement !== null) return judgement
  }
  return ALLOWED
}

/** Judges a text that came from outside, by what gives orders, in steps of some milliseconds each, for `inTurns`. */
export function* incomingSteps(guard: Guard, text: string, place: OrderPlace): Steps<GuardJudgement> {
  return (yield* judgeOrders(guard, spoken([text]), place, nothingIsLifted)) ?? ALLOWED
}

function* judgePart(guard: Guard, part: BoundaryPart, isLifted: IsLifted): Steps<GuardJudgement | null> {
  switch (part.kind) {
    case 'address': return yield* judgeAddress(part.url)
    case 'outgoing': return (yield* secretSteps(part.raw === undefined ? part.texts : [part.raw, ...part.texts])) ?? (yield* judgeOrders(guard, spoken(part.texts), null, isLifted))
    case 'incoming': return yield* judgeOrders(guard, spoken(part.texts), part.place, isLifted)
    case 'calls': return yield* judgeCalls(guard, part.calls, isLifted)
    case 'opaque': return blocked('form', 0.9, part.why === 'compressed-frame'
      ? { en: 'a compressed frame cannot be looked into', ja: '圧縮されたフレームは検査できない' }
      : { en: 'the message has too many values to be looked through', ja: '値が多すぎて検査しきれない' })
  }
}

function* judgeAddress(written: string): Steps<GuardJudgement | null> {
  if (!URL.canParse(written)) return blocked('address', 0.8, { en: 'the address cannot be read', ja: 'アドレスを解釈できない' })
  const url = new URL(written)
  if (!/^(?:https?|wss?|ftp):$/.test(url.protocol)) return blocked('address', 0.9, { en: `an agent has no use for ${url.protocol} addresses`, ja: `${url.protocol} のアドレスは許可されていない` })
  if (leadsInside(url.hostname)) {
    return blocked('address', 1, { en: `${url.hostname} lies in a private network or is a metadata service`, ja: `${url.hostname} は内部ネットワークまたはメタデータサービスである` })
  }
  const leak = yield* secretSteps([written, ...url.searchParams.values(), decodeURIComponentOf(url.pathname), decodeURIComponentOf(url.username), decodeURIComponentOf(url.password)])
  if (leak !== null) return leak
  if (smugglesInHost(writtenHost(written) ?? url.hostname)) return blocked('address', 0.9, { en: 'the host name carries encoded data', ja: 'ホスト名に符号化されたデータが含まれている' })
  const inside = insideAmong([...url.searchParams.values(), decodeURIComponentOf(url.hash.slice(1))])
  if (inside !== null) return leadingInside(inside)
  const token = telling(url).find(piece => isToken(piece))
  return token === undefined ? null : blocked('secret', 0.7, { en: `the address carries what looks like a key (${masked(token)} characters)`, ja: `アドレスに鍵らしき文字列が含まれている（${masked(token)} 文字）` })
}

/** What texts say together. Names of members that are words of orders themselves (`message`, `task`) are no part of it. */
function spoken(texts: readonly string[]): string {
  return texts.map(text => text.replace(/^(?:messages?|text|prompt|tasks?|orders?|commands?|instructions?|context|policy|policies|rules?|statement|query|comment|content): (?=\S)/, '')).join('\n')
}

/** By the words of known injections, and at `place` by orders that no description, message or page has a reason to give. */
function* judgeOrders(guard: Guard, text: string, place: OrderPlace | null, isLifted: IsLifted): Steps<GuardJudgement | null> {
  if (text.length > MAXIMUM_CHARACTERS) return tooLong(text.length)
  for (const piece of canonicalPieces(text)) {
    if (piece === undefined) {
      yield
      continue
    }
    const judgement = ordersIn(guard, piece, place, isLifted)
    if (judgement !== null) return judgement
  }
  return null
}

function ordersIn(guard: Guard, { text: canonical, unleeted, decoded }: CanonicalText, place: OrderPlace | null, isLifted: IsLifted): GuardJudgement | null {
  for (const each of unleeted === null ? [canonical] : [canonical, unleeted]) {
    const view = withoutMentions(each)
    const hit = orderBySignature(guard, view, place, isLifted)
    if (hit === null) continue
    const words = new Quotation(view, decoded).of(hit.start, hit.end)
    return { ...blocked('signature', 0.95, { en: `${hit.signature.en}: “${words}”`, ja: `${hit.signature.ja}：「${words}」` }), kind: hit.signature.id }
  }
  if (place === null) return null
  for (const view of new Set([withoutMentions(foldLetters(decoded)), withoutMentions(canonical)])) {
    const found = orderIn(view, place)
    if (found === null || isLifted('signature', found.order.id)) continue
    const words = new Quotation(view, decoded).ofWords(found.quoted)
    return { ...blocked('signature', 0.9, { en: `${found.order.en}: “${words}”`, ja: `${found.order.ja}：「${words}」` }), kind: found.order.id }
  }
  return null
}

/**
 * Judges the addresses that an exchange names beside the one it goes to: arguments of tools, redirects, answers of a resolver, cards. Whoever knows which inner
 * hosts may be reached judges them by that knowledge instead.
 */
export function judgeNamedAddresses(payload: unknown): GuardJudgement | null {
  const inside = insideAmong(namedAddresses(payload))
  return inside === null ? null : leadingInside(inside)
}

function leadingInside(address: string): GuardJudgement {
  return blocked('address', 0.95, { en: `it leads to ${quoted(address)}, which lies inside or is a metadata service`, ja: `${quoted(address)}（内部ネットワークまたはメタデータサービス）へ導く` })
}

function* judgeCalls(guard: Guard, calls: readonly ToolCall[], isLifted: IsLifted): Steps<GuardJudgement | null> {
  for (const { name, texts } of calls) {
    const leak = (yield* secretSteps(texts)) ?? (yield* judgeOrders(guard, spoken(texts), null, isLifted))
    if (leak !== null) return leak
    const secretFile = texts.find(text => READS_SECRET.pattern.test(text.replaceAll(/\s/g, '')))
    if (secretFile !== undefined && PATH_ARGUMENT.test(secretFile)) return blocked('shell', 1, { en: `${READS_SECRET.en}: ${quoted(secretFile)}`, ja: `${READS_SECRET.ja}：${quoted(secretFile)}` })
    const hostile = hostileArgument(name, texts.map(decodeTwice))
    if (hostile !== null) return { ...blocked('shell', 0.95, { en: hostile.en, ja: hostile.ja }), kind: hostile.id }
    for (const text of SHELL_TOOL.test(name) ? texts : texts.filter(each => COMMAND_ARGUMENT.test(each))) {
      const { text: command, isDisguised } = plainCommand(text.replace(/^[^\s:]{1,60}: /, ''))
      const effective = effectiveCommand(command)
      const found = DANGEROUS_COMMANDS.find(({ pattern }) => pattern.test(effective))
      if (found !== undefined) return blocked(found.id === 'ask-metadata' ? 'address' : 'shell', 1, { en: `${found.en}: ${quoted(command)}`, ja: `${found.ja}：${quoted(command)}` })
      if (isDisguised && hidesCommand(text, command)) return blocked('shell', 0.9, { en: `the command is disguised; the shell reads: ${quoted(command)}`, ja: `コマンドが偽装されている。シェルの解釈：${quoted(command)}` })
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

/** The parser writes names in lower case, and base64 is lost by that. */
function writtenHost(address: string): string | undefined {
  return /^[a-z]+:\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(address)?.[1]
}
