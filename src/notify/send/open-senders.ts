import type { Pool } from 'pg'
import type { ChannelConfiguration, NotifyConfiguration } from '../../platform/config/notify-schema.ts'
import { mailSender } from '../mail/mail-sender.ts'
import type { Sender } from './sent-result.ts'

/** A sender for each channel, by its name. */
export function openSenders(pool: Pool, { channels }: Pick<NotifyConfiguration, 'channels'>): ReadonlyMap<string, Sender> {
  return new Map(channels.map(channel => [channel.name, senderOf(pool, channel)]))
}

function senderOf(_pool: Pool, channel: ChannelConfiguration): Sender {
  switch (channel.kind) {
    case 'smtp':
      return mailSender(channel, async entity => entity)
    default:
      throw new Error(`cannot send by ${channel.kind}`)
  }
}
