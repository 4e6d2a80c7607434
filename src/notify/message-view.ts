import * as z from 'zod'
import { formatTime } from '../model/time.ts'
import { TLP_MARKINGS } from '../store/accounts/person.ts'
import type { StoredMessage, WholeMessage } from '../store/notify/list-messages.ts'

/** Messages as they are printed and answered. */

const time = z.string().describe('ISO 8601 UTC with microseconds')
const count = z.int().min(0)

/** Where a message stands, in one word. */
export const SHOWN_STATES = ['waiting', 'held', 'folded', 'cancelled', 'sending', 'sent', 'failed'] as const

export const messageSchema = z.strictObject({
  id: z.string(),
  about: z.string().describe('the id of the case when it was written, or the key of whatever else it tells'),
  isCase: z.boolean(),
  rule: z.string(),
  channel: z.string(),
  recipient: z.string().describe('`contact:ID` of the register, an address, or the channel'),
  address: z.string(),
  occasion: z.string().describe('`created`, `raised-80`, `reminder-1`, `escalation-1`'),
  language: z.enum(['en', 'ja']),
  marking: z.enum(TLP_MARKINGS),
  priority: z.int(),
  subject: z.string(),
  state: z.enum(SHOWN_STATES),
  reason: z.string().describe('why it is held, or who cancelled it'),
  createdAt: time,
  dueAt: time,
  delivery: z.string().nullable().describe('what it went out with; the Message-ID and the webhook-id begin with it'),
  attempts: count,
  uncertain: z.boolean().describe('it may have gone out although nobody lived to write it down, and then went out again under the same Message-ID'),
  nextAt: time.nullable(),
  sentAt: time.nullable(),
  said: z.string().describe('what the other side said last'),
  acknowledgedAt: time.nullable(),
  acknowledgedBy: z.string().nullable(),
}).meta({ title: 'A message', description: 'one line of `noroshi notify list --json`' })

export type MessageView = z.infer<typeof messageSchema>

export const wholeMessageSchema = messageSchema.extend({
  text: z.string(),
  data: z.record(z.string(), z.unknown()).describe('what goes with it for machines'),
  tries: z.array(z.strictObject({ attempt: count, begunAt: time, endedAt: time.nullable(), outcome: z.enum(['sent', 'later', 'failed']).nullable().describe('null: while it lasts, or nobody lived to write it down'), said: z.string() })),
}).meta({ title: 'A message with every try to send it', description: '`noroshi notify show --json`' })

export function messageView({ entered, sending, number: _, attempts, nextAt, finishedAt, uncertain, said, createdAt, dueAt, acknowledgedAt, ...message }: StoredMessage): MessageView {
  const state = entered === 'delivered' ? sending ?? 'sending' : entered
  return {
    ...message, state, attempts: attempts ?? 0, uncertain: uncertain ?? false, said: said ?? '', createdAt: dateText(createdAt), dueAt: dateText(dueAt),
    nextAt: state === 'waiting' && nextAt !== null ? dateText(nextAt) : null, sentAt: state === 'sent' && finishedAt !== null ? dateText(finishedAt) : null,
    acknowledgedAt: acknowledgedAt === null ? null : dateText(acknowledgedAt),
  }
}

export function wholeMessageView({ content, tries, ...message }: WholeMessage): z.infer<typeof wholeMessageSchema> {
  return {
    ...messageView(message), text: content.text, data: content.data,
    tries: tries.map(({ begunAt, endedAt, ...each }) => ({ ...each, begunAt: dateText(begunAt), endedAt: endedAt === null ? null : dateText(endedAt) })),
  }
}

function dateText(date: Date): string {
  return formatTime(date.getTime() * 1_000)
}
