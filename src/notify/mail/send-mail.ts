import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { NodemailerError } from 'nodemailer/lib/errors'
import type { SmtpConfiguration } from '../../platform/config/notify-schema.ts'
import { readSecret } from '../../platform/config/secret-reference.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { TRY_MS } from '../defaults.ts'
import type { SentResult } from '../send/sent-result.ts'
import type { ComposedMail } from './compose-mail.ts'

/**
 * Hands one mail to the mail server, over a connection of its own. *Sent* means that the server has answered the end of the data with 250, and so
 * taken responsibility (RFC 5321 §6.1); that it reached a person nobody can promise. A connection that breaks between the last byte and the answer leaves open
 * whether it was taken: it is sent again under the same Message-ID.
 */
export async function sendMail(mail: ComposedMail, channel: SmtpConfiguration, signal: AbortSignal): Promise<SentResult> {
  let connection: SMTPConnection
  try {
    connection = connectionTo(channel)
  } catch (cause) {
    return { kind: 'later', said: messageOf(cause) }
  }
  const abort = () => connection.close()
  signal.addEventListener('abort', abort)
  try {
    const lost = new Promise<never>((_, reject) => {
      connection.once('error', reject)
      connection.once('end', () => reject(new Error('the connection ended')))
    })
    lost.catch(() => {})
    const step = <T>(work: (done: Done<T>) => void) => {
      const { promise, resolve, reject } = Promise.withResolvers<T | undefined>()
      work((error, value) => {
        if (error) reject(error)
        else resolve(value)
      })
      return Promise.race([lost, promise])
    }
    await step(done => connection.connect(done))
    if (channel.user !== undefined && channel.password !== undefined) {
      const { user } = channel
      const pass = readSecret(channel.password)
      await step(done => connection.login({ user, pass }, done))
    }
    const info = await step<{ readonly response?: string | undefined }>(done => connection.send({ from: mail.from, to: [mail.to] }, mail.bytes, done))
    return { kind: 'sent', said: info?.response ?? '' }
  } catch (cause) {
    return resultOf(cause)
  } finally {
    signal.removeEventListener('abort', abort)
    connection.quit()
    connection.close()
  }
}

/** How the library tells of an end. */
type Done<T> = (error: NodemailerError | null | undefined, value?: T) => void

function connectionTo({ host, port, security, authority }: SmtpConfiguration): SMTPConnection {
  return new SMTPConnection({
    host, port, name: hostname(), secure: security === 'tls', requireTLS: security === 'starttls', ignoreTLS: security === 'none',
    connectionTimeout: TRY_MS / 2, greetingTimeout: TRY_MS / 2, socketTimeout: TRY_MS, allowInternalNetworkInterfaces: true,
    ...(authority === undefined ? {} : { tls: { ca: readFileSync(authority) } }),
  })
}

/** Only a refusal of this mail or this recipient is for good; whatever concerns the connection, the sign-in or the moment is tried again. */
function resultOf(cause: unknown): SentResult {
  const said = messageOf(cause).replaceAll(/\s+/g, ' ')
  const isForGood = cause instanceof Error && 'permanent' in cause && cause.permanent === true
  const isAboutMail = cause instanceof Error && 'command' in cause && typeof cause.command === 'string' && /^(?:MAIL FROM|RCPT TO|DATA)/.test(cause.command)
  return { kind: isForGood && isAboutMail ? 'refused' : 'later', said }
}
