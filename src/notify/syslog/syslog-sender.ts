import { createSocket } from 'node:dgram'
import { readFileSync } from 'node:fs'
import { connect, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { hostname } from 'node:os'
import { connect as connectTls } from 'node:tls'
import type { SyslogConfiguration } from '../../platform/config/notify-schema.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { TRY_MS } from '../defaults.ts'
import type { Sender, SentResult } from '../send/sent-result.ts'
import { syslogMessage } from './syslog-message.ts'

/**
 * Sends lines to a collector. Syslog has no answer: *sent* means handed to the network, over TCP and TLS up to the end that the other side confirmed; the
 * line bears the message's id, so that a repeat is recognised.
 */
export function syslogSender(channel: SyslogConfiguration): Sender {
  const [host, port] = placeOf(channel.to)
  return {
    async send(outgoing, signal) {
      const line = Buffer.from(syslogMessage(outgoing, channel.format, hostname()))
      try {
        return channel.transport === 'udp' ? await sendDatagram(line, host, port) : await sendFramed(line, connection(channel, host, port), signal)
      } catch (cause) {
        return { kind: 'later', said: messageOf(cause) }
      }
    },
  }
}

/** Milliseconds for the other side to close after us. */
const CLOSE_MS = 3_000

function placeOf(address: string): [host: string, port: number] {
  const colon = address.lastIndexOf(':')
  return [address.slice(0, colon).replaceAll(/[[\]]/g, ''), Number(address.slice(colon + 1))]
}

function sendDatagram(line: Buffer, host: string, port: number): Promise<SentResult> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIP(host) === 6 ? 'udp6' : 'udp4')
    socket.once('error', cause => {
      socket.close()
      reject(cause)
    })
    socket.send(line, port, host, error => {
      socket.close()
      if (error) reject(error)
      else resolve({ kind: 'sent', said: 'handed over by UDP, which has no answer' })
    })
  })
}

function connection({ transport, authority }: SyslogConfiguration, host: string, port: number): Socket {
  if (transport === 'tcp') return connect(port, host)
  return connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...(authority === undefined ? {} : { ca: readFileSync(authority) }) })
}

/** Octet counting (RFC 6587 §3.4.1); closed in order, so that what was written has arrived when the other side closes too. */
function sendFramed(line: Buffer, socket: Socket, signal: AbortSignal): Promise<SentResult> {
  return new Promise((resolve, reject) => {
    const abort = () => socket.destroy(new Error('broken off'))
    signal.addEventListener('abort', abort)
    let isWritten = false
    socket.setTimeout(TRY_MS, () => socket.destroy(isWritten ? undefined : new Error('the collector does not answer')))
    // A collector that leaves its side open has the line all the same.
    socket.once('finish', () => {
      isWritten = true
      socket.setTimeout(CLOSE_MS)
    })
    socket.once('error', reject)
    socket.once('close', hadError => {
      signal.removeEventListener('abort', abort)
      if (!hadError) resolve({ kind: 'sent', said: 'handed over; syslog has no answer' })
    })
    socket.resume()
    socket.end(Buffer.concat([Buffer.from(`${line.length} `), line]))
  })
}
