import { hash } from 'node:crypto'
import { z } from 'zod'
import type { TlpMarking } from '../accounts/person.ts'

/** A file that goes with a message. */
const attachmentSchema = z.object({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/),
  mediaType: z.string().regex(/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/),
  /** Base64. */
  base64: z.string(),
})

/** What a message says, rendered: what goes out is this, however often it is tried. */
export const contentSchema = z.object({
  /** One line. */
  subject: z.string(),
  text: z.string(),
  /** The same for machines; becomes the JSON and XML that go with it. */
  data: z.record(z.string(), z.unknown()),
  attachments: z.array(attachmentSchema).default([]),
})

export type MessageContent = z.output<typeof contentSchema>

/** What makes two messages the same: whoever says it twice has said it once. */
export interface MessageKey {
  /** A case's id, or a key of whoever else tells something: `warning:2026-11-22:org-1`. */
  readonly about: string
  readonly rule: string
  readonly channel: string
  /** `contact:ID`, an address, or the channel's name. */
  readonly recipient: string
  readonly occasion: string
}

/** A message as it goes in. */
export interface NewMessage extends MessageKey {
  readonly isCase: boolean
  /** A mail address; empty where the channel is the place. */
  readonly address: string
  readonly language: 'en' | 'ja'
  readonly marking: TlpMarking
  readonly priority: number
  /** Equal for what repeats. */
  readonly alike: string
  readonly content: MessageContent
  readonly state: 'waiting' | 'held' | 'folded'
  /** Why it is held. */
  readonly reason: string
  /** Milliseconds since the epoch. */
  readonly dueAt: number
  /** What goes in one message together; null: alone. */
  readonly bundle: string | null
}

/** 128 bits, as 32 hex digits. */
export function messageId(organisation: string, { about, rule, channel, recipient, occasion }: MessageKey): string {
  return hash('sha256', ['notify', organisation, about, rule, channel, recipient, occasion].join('\0'), 'hex').slice(0, 32)
}

/** Of what goes out, by the first message in it. */
export function deliveryId(firstMessage: string): string {
  return hash('sha256', `delivery\0${firstMessage}`, 'hex').slice(0, 32)
}

export const MESSAGE_STATES = ['waiting', 'held', 'folded', 'cancelled', 'delivered'] as const
export const DELIVERY_STATES = ['waiting', 'sending', 'sent', 'failed'] as const
