import type { Pool } from 'pg'
import type { ChannelConfiguration, NotifyConfiguration } from '../../platform/config/notify-schema.ts'
import { chatSender } from '../hook/chat-sender.ts'
import { webhookSender } from '../hook/webhook-sender.ts'
import { mailSender } from '../mail/mail-sender.ts'
import { sealerOf } from '../seal/seal-mail.ts'
import { syslogSender } from '../syslog/syslog-sender.ts'
import type { Sender } from './sent-result.ts'

/** A sender for each channel, by its name. */
export function openSenders(pool: Pool, { channels }: Pick<NotifyConfiguration, 'channels'>): ReadonlyMap<string, Sender> {
  return new Map(channels.map(channel => [channel.name, senderOf(pool, channel)]))
}

function senderOf(pool: Pool, channel: ChannelConfiguration): Sender {
  switch (channel.kind) {
    case 'smtp':
      return mailSender(channel, sealerOf(pool, channel))
    case 'webhook':
      return webhookSender(channel)
    case 'slack':
    case 'teams':
    case 'mattermost':
      return chatSender(channel)
    case 'syslog':
      return syslogSender(channel)
  }
}
