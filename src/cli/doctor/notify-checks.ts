import { once } from 'node:events'
import { connect } from 'node:net'
import type { Configuration } from '../../platform/config/read-configuration.ts'
import { readSecret, secretReference } from '../../platform/config/secret-reference.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { REACH_MS } from './defaults.ts'
import type { Outcome } from './outcome.ts'

type Channel = NonNullable<Configuration['notify']>['channels'][number]

/** Whether the secrets of the channels are there, and whether somebody listens where they lead; nothing is sent. */
export async function checkNotify({ notify }: Configuration): Promise<Outcome> {
  const channels = notify?.channels ?? []
  if (notify === undefined || channels.length === 0) return { check: 'notify', state: 'ok', finding: 'notify-none', values: {} }
  for (const channel of channels) {
    try {
      readSecrets(channel)
    } catch (cause) {
      return { check: 'notify', state: 'failed', finding: 'notify-secret', values: { channel: channel.name, reason: messageOf(cause) } }
    }
  }
  const tried = await Promise.all(channels.map(async channel => ({ channel: channel.name, reason: await unreached(channel) })))
  const [first] = tried.filter(({ reason }) => reason !== null)
  return first === undefined
    ? { check: 'notify', state: 'ok', finding: 'notify-reached', values: { channels: channels.length, rules: notify.rules.length } }
    : { check: 'notify', state: 'warning', finding: 'notify-unreached', values: { channel: first.channel, reason: first.reason! } }
}

/** @throws NoroshiError `bad-configuration` */
function readSecrets(channel: Channel): void {
  for (const value of Object.values(channel)) {
    const reference = secretReference.safeParse(value)
    if (reference.success) readSecret(reference.data)
  }
}

/** Why nobody answers; null when somebody does, or when it cannot be told. */
async function unreached(channel: Channel): Promise<string | null> {
  const place = placeOf(channel)
  if (place === null) return null
  const socket = connect(place)
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(REACH_MS) })
    return null
  } catch (cause) {
    return `${place.host}:${place.port}: ${cause instanceof Error && cause.name === 'AbortError' ? `no answer within ${REACH_MS / 1_000} s` : messageOf(cause)}`
  } finally {
    socket.destroy()
  }
}

function placeOf(channel: Channel): { readonly host: string; readonly port: number } | null {
  if (channel.kind === 'smtp') return { host: channel.host, port: channel.port }
  if (channel.kind === 'syslog') return channel.transport === 'udp' ? null : hostAndPort(`tcp://${channel.to}`)
  return hostAndPort(typeof channel.url === 'string' ? channel.url : readSecret(channel.url))
}

function hostAndPort(text: string): { readonly host: string; readonly port: number } | null {
  const url = URL.parse(text)
  if (url === null) return null
  const port = url.port === '' ? url.protocol === 'https:' ? 443 : 80 : Number(url.port)
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port }
}
