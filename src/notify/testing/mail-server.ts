import { SMTPServer } from 'smtp-server'
import type { SMTPServerOptions } from 'smtp-server'

/** A mail as it came over the wire. */
export interface ReceivedMail {
  readonly to: readonly string[]
  readonly from: string
  readonly bytes: Buffer
  readonly isSecure: boolean
  readonly user: string | null
}

/** A real mail server on loopback that keeps what it takes. */
export interface TestMailServer {
  readonly port: number
  readonly received: ReceivedMail[]
  close(): Promise<void>
}

/** @param answer what is answered to a mail instead of taking it; null takes it */
export async function openMailServer(options: SMTPServerOptions = {}, answer: (mail: ReceivedMail) => Error | null = () => null): Promise<TestMailServer> {
  const received: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true, disableReverseLookup: true, logger: false,
    onData(stream, session, done) {
      const blocks: Buffer[] = []
      stream.on('data', (block: Buffer) => blocks.push(block))
      stream.once('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const mail: ReceivedMail = {
          to: rcptTo.map(({ address }) => address), from: mailFrom === false ? '' : mailFrom.address, bytes: Buffer.concat(blocks), isSecure: session.secure,
          user: typeof session.user === 'string' ? session.user : null,
        }
        const refusal = answer(mail)
        if (refusal === null) received.push(mail)
        done(refusal)
      })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    received,
    close: () => new Promise(resolve => { server.close(resolve) }),
  }
}

/** A refusal with its code, as the server says it. */
export function smtpRefusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}
