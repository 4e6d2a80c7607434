import type { SmtpConfiguration } from '../../platform/config/notify-schema.ts'
import type { Sender } from '../send/sent-result.ts'
import type { SealMail } from './compose-mail.ts'
import { composeMail } from './compose-mail.ts'
import { sendMail } from './send-mail.ts'

/** Sends mail by one mail server. */
export function mailSender(channel: SmtpConfiguration, seal: SealMail): Sender {
  return {
    async send(outgoing, signal) {
      return sendMail(await composeMail(outgoing, channel, seal), channel, signal)
    },
  }
}
