import type { GuardVerdict } from '../../judge/verdict.ts'
import type { PolicyAction } from '../policy/policy.ts'
import type { Looked } from '../second-look/looked.ts'
import type { Decision } from '../question/questions.ts'

/** What is written down of a request, before a byte of its answer is sent; and once more when the answer has ended. One JSON object, `ai.gateway`. */
export interface AuditRecord {
  /** ISO 8601, UTC. */
  readonly time: string
  /** `question`: it is held until a person has decided. */
  readonly event: 'request' | 'answer' | 'question'
  /** The same for a request and its answer. */
  readonly request: string
  readonly application: string
  readonly client: string
  readonly protocol: string
  readonly path: string
  readonly model: string
  readonly upstream: string
  readonly streamed: boolean
  /** What was done, and what the guard had found: the policy lies between. */
  readonly verdict: PolicyAction
  readonly found: GuardVerdict
  /** Of the gravest. */
  readonly layer: string
  readonly score: number
  readonly origin: string
  readonly reason: string
  readonly reason_ja: string
  /** Of the gravest: the signature or the kind of secret, and the name by which the verdict can be marked as wrong (docs/ai.md, "A verdict that is wrong"). */
  readonly kind: string
  readonly mark: string
  readonly others: readonly { readonly verdict: string; readonly found: string; readonly layer: string; readonly kind: string; readonly origin: string; readonly reason: string; readonly reason_ja: string; readonly mark: string }[]
  /** What a judging model said of the gravest that it was asked about, and milliseconds that the request waited for it; without it none was configured, or nothing was doubtful. */
  readonly judge_model?: string
  readonly judge_said?: Looked['said']
  readonly judge_ms?: number
  /** Verdicts that exceptions lifted. */
  readonly lifted: readonly { readonly exception: string; readonly layer: string; readonly kind: string; readonly origin: string }[]
  /** What a person decided who was asked, or why nobody did; empty where nobody was asked. */
  readonly decision: Decision['decision'] | ''
  readonly decided_by: string
  readonly decided_why: string
  /** Of what was judged, without its secrets and personal data; empty where the application wants figures only. */
  readonly text: string
  readonly characters: number
  /** HTTP status of the answer; 0 where it broke off. */
  readonly status: number
  /** Why the answer is not what the upstream said, or did not come to its end. */
  readonly outcome: 'passed' | 'refused' | 'withheld' | 'broken' | 'gone' | 'cut' | 'over-budget' | 'held'
  /** Requests that the record stands for, where many of one kind are written down together; without it one. */
  readonly count?: number
  /** Paid for: what the upstream says, and where it says nothing an estimate. */
  readonly tokens: number | null
  /** What the answer was limited to, as sent to the upstream; an answer that went beyond is `cut`. Null where nothing grows. */
  readonly token_limit?: number | null
  readonly tools: readonly string[]
  /** Microseconds of judging. */
  readonly judged_us: number
  readonly upstream_ms: number
}

/** Where audit records go; what it acknowledged survives the death of this process. */
export interface AuditLog {
  append(record: AuditRecord): Promise<void>
}
