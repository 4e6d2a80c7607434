import { createHmac } from 'node:crypto'
import { readSecret } from '../../platform/config/secret-reference.ts'
import type { WebhookConfiguration } from '../../platform/config/notify-schema.ts'
import type { Outgoing, Sender } from '../send/sent-result.ts'
import { postHook } from './post-hook.ts'

/**
 * Signed requests as Standard Webhooks 1.0 says: `webhook-id` is the same at every try, so that a receiver drops what it has; `webhook-signature` is over
 * id, time and body, so that nothing of it can be changed or sent again later (a receiver refuses times more than five minutes off).
 */
export function webhookSender({ url, secret }: WebhookConfiguration): Sender {
  return {
    async send(outgoing, signal) {
      const body = JSON.stringify(webhookBody(outgoing))
      const seconds = Math.floor(Date.now() / 1_000)
      return postHook(url, body, signatureHeaders(outgoing.id, seconds, body, readSecret(secret)), signal)
    },
  }
}

/** @param seconds since the epoch @param secret `whsec_` and base64, or any text */
export function signatureHeaders(id: string, seconds: number, body: string, secret: string): Record<string, string> {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret)
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${signature}` }
}

function webhookBody({ organisation, marking, subject, text, notices, attachments, createdAt, id }: Outgoing) {
  return { type: 'noroshi.notice', timestamp: createdAt.toISOString(), data: { id, organisation, marking: `TLP:${marking.toUpperCase()}`, subject, text, notices, attachments } }
}
