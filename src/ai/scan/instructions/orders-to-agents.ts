import type { Guard } from '../../judge/guard.ts'
import { judgeCase } from '../../judge/judge-case.ts'
import type { GuardReason } from '../../judge/verdict.ts'
import type { PlacedFinding, ScanSeverity } from '../scan-finding.ts'

/** Characters up to which the line of an order is sought: each step judges the text anew. */
const MOST_SOUGHT = 50_000
/** What makes an order grave that people are not to learn of: somewhere it goes, or something it takes. */
const GRAVE = /https?:|\bwww\.|@\w+\.|\.env\b|\.ssh\b|\.aws\b|\.netrc\b|secret|token|credential|passw|api.?key|<script|base64|\bcurl\b|\bwget\b|環境変数|鍵|秘密|パスワード/i
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
    pattern: /\b(?:send|post|upload|forward|submit|report)\b[^\n]{0,60}\b(?:full|entire|whole|complete|all)\b[^\n]{0,20}\b(?:conversations?|chat|transcripts?|messages|prompts?|context)\b[^\n]{0,80}https?:\/\//i, severity: 'high',
    reason: { en: 'it has whole conversations sent to an address', ja: '会話の全文を外部のアドレスに送らせようとしている' },
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
 * Orders in a text that is written for an agent, with the line where each is complete. What would be an attack in a page (content) is one here; what no message has a
 * reason to say may be a habit of a team, and is graver where it goes somewhere or takes something.
 */
export function ordersToAgents(guard: Guard, text: string): PlacedFinding[] {
  const calm = withoutHaste(text)
  const own = ORDERS.flatMap(({ pattern, severity, reason }) => {
    const match = pattern.exec(calm)
    return match === null ? [] : [finding(severity, calm.slice(0, match.index).split('\n').length, reason)]
  })
  const asContent = judgeCase(guard, { response_body: calm })
  if (asContent.verdict !== 'allow') return [finding('high', lineOfOrder(calm, part => judgeCase(guard, { response_body: part }).verdict !== 'allow'), asContent.reason), ...own]
  if (own.length > 0) return own
  const asMessage = judgeMessage(guard, calm)
  if (asMessage.verdict === 'allow' || asMessage.kind === 'fetch-and-run') return []
  const line = lineOfOrder(calm, part => judgeMessage(guard, part).verdict !== 'allow')
  return [finding(GRAVE.test(calm.split('\n').slice(Math.max(0, line - 2), line + 1).join('\n')) ? 'high' : 'medium', line, asMessage.reason)]
}

function judgeMessage(guard: Guard, text: string): ReturnType<typeof judgeCase> {
  return judgeCase(guard, { jsonrpc_messages: [{ result: { instructions: text } }] })
}

/** Line by line, so that no word of haste in one takes an order in another out of sight; lines stay as many. */
function withoutHaste(text: string): string {
  return text.split('\n').map(line => GRAVE.test(line) || MORE_THAN_HASTE.test(line) ? line : line.replaceAll(HASTE, '')).join('\n')
}

/** The line with which an order is complete; of a text that is too long to be judged again and again, the first. */
function lineOfOrder(text: string, holds: (part: string) => boolean): number {
  if (text.length > MOST_SOUGHT) return 1
  const lines = text.split('\n')
  let below = 0
  let above = lines.length
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2)
    if (holds(lines.slice(0, middle).join('\n'))) above = middle
    else below = middle
  }
  return above
}

function finding(severity: ScanSeverity, line: number, { en, ja }: GuardReason): PlacedFinding {
  return {
    check: 'orders', severity, place: `line ${line}`, reason: { en: `it gives the agent orders of an attacker's kind: ${en}`, ja: `攻撃に見られる種類の命令が含まれている：${ja}` },
    mend: { en: 'read it as code from a stranger before any agent does', ja: '他人が書いたコードと同じように、使う前に確かめる' },
  }
}
