import type { Guard } from '../../judge/guard.ts'
import { atOnce } from '../../../platform/steps.ts'
import type { OrderPlace } from '../../egress/boundary-orders.ts'
import { incomingSteps } from '../../judge/judge-case.ts'
import type { GuardJudgement, GuardReason } from '../../judge/verdict.ts'
import type { PlacedFinding, ScanSeverity } from '../scan-finding.ts'
import { textUnits } from './text-units.ts'
import type { TextUnit } from './text-units.ts'

/** Units of a text that are judged by themselves, where the whole was found to give orders. */
const MOST_UNITS = 2_000
/** Lines of a unit that are tried for where its order is complete. */
const MOST_LINES = 50
/** What makes an order grave that people are not to learn of: somewhere it goes, or something it takes. */
const GRAVE = /https?:|\bwww\.|@\w+\.|\.env\b|\.ssh\b|\.aws\b|\.netrc\b|secret|token|credential|passw|api.?key|<script|base64|\bcurl\b|\bwget\b|環境変数|鍵|秘密|パスワード/i
/** Files that hold secrets, and ways out. */
const TAKES = /(?:^|[\s\x60'"~/(])\.(?:env|ssh|aws|netrc|npmrc|gnupg|kube|docker)\b|id_rsa|id_ed25519|credentials\b|\/etc\/(?:passwd|shadow)|\.claude\.json|https?:|\bcurl\b|\bwget\b/i
/** What only an attacker sets aside: all of what was said before. */
const ALL_BEFORE = /\b(?:previous|prior|earlier|above|preceding|all|system|developer|your)\b[^\n]{0,30}\b(?:instructions?|prompts?|directives?|guidelines?|programming|restrictions?|filters?|guardrails?|safety|limitations?)\b|(?:以前|前|これまで|上記)の(?:すべての)?(?:指示|命令|プロンプト)|(?:之前|以上|先前)的?(?:所有)?(?:指令|指示|提示)/i
/** Words of haste and rest, ordinary where an agent is told how to work: tests are run quietly, servers in the background. */
const HASTE = /\b(?:in the background|quietly|silently|without (?:asking|confirmation|prompting)(?: (?:me|us|first|again))?)\b/gi
const MORE_THAN_HASTE = /\b(?:send|post|upload|forward|delete|remove|rm|following|below|exfil\w*|copy|append|add|insert|commit|push|user|anyone|them)\b/i

interface AgentOrder {
  readonly pattern: RegExp
  readonly severity: ScanSeverity
  readonly reason: GuardReason
}

/** Orders that only an agent can follow. */
const ORDERS: readonly AgentOrder[] = [
  {
    pattern: /\b(?:send|post|upload|forward|submit|report|e-?mail|transmit|encode)\b[^\n]{0,80}\b(?:conversations?|chat (?:history|logs?)|transcripts?|(?:user's|all|previous) (?:messages|prompts|inputs?)|(?:full|whole|entire) context)\b[^\n]{0,120}(?:https?:\/\/|@[\w-]{1,60}\.)|\b(?:conversations?|chat (?:history|logs?)|transcripts?)\b[^\n]{0,60}\b(?:send|post|upload|forward|submit|e-?mail|transmit)\b[^\n]{0,60}(?:https?:\/\/|@[\w-]{1,60}\.)/i, severity: 'high',
    reason: { en: 'it has conversations sent to an address', ja: '会話の内容を外部のアドレスに送らせようとしている' },
  },
  {
    pattern: /!\[[^\]\n]{0,80}\]\(https?:\/\/[^)\s]{1,200}[?&][\w-]{1,30}=[^)\s]{0,60}(?:[{[<]|\$\{|conversation|secret|history|base64)/i, severity: 'medium',
    reason: { en: 'it has pictures fetched whose address carries something out', ja: 'アドレスにデータを載せた画像を読み込ませようとしている' },
  },
  {
    pattern: /(?<!\b(?:not|nor|never|don't|cannot)\b[^\n.]{0,80})\b(?:set|add|write|put|change|switch|turn on|enable)\b[^\n]{0,80}(?:chat\.tools\.(?:global\.|terminal\.)?autoApprove|bypassPermissions|danger-full-access|enableAllProjectMcpServers|approval_policy|permissions\.allow|always_allow_tool_actions)/i, severity: 'high',
    reason: { en: 'it has the agent widen its own permissions', ja: 'エージェント自身の権限を広げさせようとしている' },
  },
  {
    pattern: /(?:ユーザー|利用者|人間)に(?:は)?[^\n]{0,10}(?:知らせ|伝え|言わ|告げ|気づかれ)(?:ず|ない)[^\n]{0,80}(?:送信|送っ|アップロード|実行|削除|書き込|追加)/, severity: 'high',
    reason: { en: 'something is to be done that the user must not learn', ja: '利用者に隠れて何かをさせようとしている' },
  },
]

/**
 * Orders in a text that is written for an agent, with their lines. What would be an attack in a page is one here, if a paragraph says it; what no message has a reason
 * to say may be a habit of a team, and is graver where it goes somewhere or takes something. Of code and tables, and of words that only stand near one another, less is believed:
 * of 496 honest files of skills in 18 packages 27 were told as grave without this, and none is with it; of 140 that were kept apart, one was.
 */
export function ordersToAgents(guard: Guard, text: string): PlacedFinding[] {
  const calm = withoutHaste(text)
  const own = ORDERS.flatMap(({ pattern, severity, reason }) => {
    const match = pattern.exec(calm)
    return match === null ? [] : [finding(severity, calm.slice(0, match.index).split('\n').length, reason)]
  })
  const asContent = judgeAt(guard, calm, 'content')
  const asMessage = asContent.verdict === 'allow' && own.length === 0 ? judgeAt(guard, calm, 'message') : null
  if (asContent.verdict === 'allow' && (asMessage === null || asMessage.verdict === 'allow')) return own
  const units = textUnits(calm)
  if (units.length > MOST_UNITS) return [finding('high', 1, (asMessage ?? asContent).reason), ...own]
  return asContent.verdict === 'allow' ? [...own, ...orderInMessage(guard, units)] : [orderInContent(guard, units, asContent), ...own]
}

/** What is quoted of it does not stand there as it is read: it is encoded, spelt, or of other letters. */
function isDisguised(text: string, reason: string): boolean {
  const letters = (written: string) => written.normalize('NFKC').toLowerCase().replaceAll(/[^\p{Letter}]/gu, '')
  const quoted = letters(/“([^”…]*)/.exec(reason)?.[1] ?? '')
  return !letters(text).includes(quoted) || /[\u200b-\u200f\u2060-\u2064]/.test(text)
}

function orderInContent(guard: Guard, units: readonly TextUnit[], whole: GuardJudgement): PlacedFinding {
  for (const unit of units) {
    const judged = judgeAt(guard, unit.text, 'content')
    if (judged.verdict === 'allow') continue
    const isBelieved = BELIEVED.find(([kinds]) => kinds.has(judged.kind ?? ''))?.[1].test(unit.text) ?? true
    const isCertain = isBelieved || isDisguised(unit.text, judged.reason.en)
    return finding(!isCertain ? 'low' : unit.isCode ? 'medium' : 'high', lineIn(unit, part => judgeAt(guard, part, 'content').verdict !== 'allow'), judged.reason)
  }
  const near = neighbours(units).find(({ text }) => judgeAt(guard, text, 'content').verdict !== 'allow')
  return near === undefined ? finding('low', 1, whole.reason) : finding('medium', near.line, whole.reason)
}

/** Of messages, only what hides something from people or takes secrets: the rest is how teams write. */
function orderInMessage(guard: Guard, units: readonly TextUnit[]): PlacedFinding[] {
  const prose = units.filter(({ isCode, text }) => !isCode && !/^\s*\|/.test(text))
  for (const unit of prose) {
    const { kind = '', reason, verdict } = judgeAt(guard, unit.text, 'message')
    if (verdict === 'allow' || (kind !== 'told-to-hide' && !(TAKING.has(kind) && TAKES.test(unit.text)))) continue
    return [finding(GRAVE.test(unit.text) ? 'high' : 'medium', lineIn(unit, part => judgeAt(guard, part, 'message').verdict !== 'allow'), reason)]
  }
  const near = neighbours(prose).find(({ text }) => GRAVE.test(text) && judgeAt(guard, text, 'message').kind === 'told-to-hide')
  return near === undefined ? [] : [finding('medium', near.line, judgeAt(guard, near.text, 'message').reason)]
}

const TAKING = new Set(['read-and-pass', 'exfiltrate-local-secret', 'send-local-secret-outside'])
/** Kinds that honest skills come near to, each with what it must say, too, to be certain. */
const BELIEVED: readonly (readonly [ReadonlySet<string>, RegExp])[] = [
  [TAKING, TAKES],
  [new Set(['told-to-hide-in-content', 'orders-silently', 'orders-quietly', 'tool-takes-content', 'tool-shadowing', 'reveal-own-prompt', 'authority-own-prompt']), GRAVE],
  [new Set(['override-instructions', 'forget-what-was', 'start-over']), new RegExp(`${GRAVE.source}|${ALL_BEFORE.source}`, 'i')],
]

/** The line of a unit with which its order is complete. */
function lineIn({ line, text }: TextUnit, holds: (part: string) => boolean): number {
  const lines = text.split('\n').slice(0, MOST_LINES)
  const at = lines.findIndex((_, index) => holds(lines.slice(0, index + 1).join('\n')))
  return at < 0 ? line : line + at
}

function judgeAt(guard: Guard, text: string, place: OrderPlace): GuardJudgement {
  return atOnce(incomingSteps(guard, text, place))
}

function neighbours(units: readonly TextUnit[]): TextUnit[] {
  return units.slice(1).map((unit, index) => ({ line: units[index]!.line, text: `${units[index]!.text}\n${unit.text}`, isCode: false }))
}

/** Line by line, so that no word of haste in one takes an order in another out of sight; lines stay as many. */
function withoutHaste(text: string): string {
  return text.split('\n').map(line => GRAVE.test(line) || MORE_THAN_HASTE.test(line) ? line : line.replaceAll(HASTE, '')).join('\n')
}

function finding(severity: ScanSeverity, line: number, { en, ja }: GuardReason): PlacedFinding {
  return {
    check: 'orders', severity, place: `line ${line}`, reason: { en: `it gives the agent orders of an attacker's kind: ${en}`, ja: `攻撃に見られる種類の命令が含まれている：${ja}` },
    mend: { en: 'read it as code from a stranger before any agent does', ja: '他人が書いたコードと同じように、使う前に確かめる' },
  }
}
