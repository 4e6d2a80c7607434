import { X509Certificate } from 'node:crypto'
import { Agent } from 'node:https'
import type { PeerCertificate, TLSSocket } from 'node:tls'
import { connect } from 'node:tls'
import { messageOf, NoroshiError } from '../platform/noroshi-error.ts'
import { fingerprintOfDer } from '../server/sensors/sensor-authority.ts'
import { enrolAnswer, HUB_NAME } from '../server/sensors/sensor-protocol.ts'
import { askHub } from './ask-hub.ts'
import { SENSOR_DEFAULTS } from './defaults.ts'
import type { SensorIdentity } from './sensor-identity.ts'
import { enrollingKeyPair, keepIdentity } from './sensor-identity.ts'

/**
 * Makes this machine a sensor of a hub: its key pair stays here, the hub signs a certificate for it. The token says by its second half which
 * authority the hub has, so nothing is told to anybody else, and nobody in between can be it.
 *
 * @param token as `noroshi sensor token` printed it
 * @throws NoroshiError `enrol-failed`
 */
export async function enrol(folder: string, hub: string, token: string): Promise<SensorIdentity> {
  const [, secret, fingerprint] = /^(nrt_[\w-]{43})\.([0-9a-f]{64})$/.exec(token.trim()) ?? []
  if (secret === undefined || fingerprint === undefined) throw new NoroshiError('enrol-failed', 'that is no token of noroshi sensor token')
  const url = new URL('/v1/enrol', hub)
  const authority = await authorityOf(url, fingerprint).catch((cause: unknown) => {
    throw new NoroshiError('enrol-failed', `${url.origin}: ${messageOf(cause)}`, { cause })
  })
  const { privateKey, publicKey } = enrollingKeyPair(folder)
  const agent = new Agent({ ca: [authority], servername: HUB_NAME, minVersion: 'TLSv1.3' })
  try {
    const { status, body } = await askHub(url, { agent, servername: HUB_NAME, method: 'POST' }, JSON.stringify({ token: secret, publicKey }))
    if (status === 403) throw new NoroshiError('enrol-failed', 'the hub does not take this token: it was used, is too old, or is another hub\'s')
    const answer = enrolAnswer.safeParse(body)
    if (status !== 200 || !answer.success) throw new NoroshiError('enrol-failed', `the hub answered ${status}`)
    const identity = { ...answer.data, hub: url.origin, key: privateKey, authority }
    keepIdentity(folder, identity)
    return identity
  } catch (cause) {
    throw cause instanceof NoroshiError ? cause : new NoroshiError('enrol-failed', `${url.origin}: ${messageOf(cause)}`, { cause })
  } finally {
    agent.destroy()
  }
}

/** The hub's authority, as it shows it itself, once it is the one of the token. */
function authorityOf({ hostname, port }: URL, fingerprint: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const host = hostname.replace(/^\[|\]$/g, '')
    const socket: TLSSocket = connect({ host, port: Number(port || 443), servername: HUB_NAME, minVersion: 'TLSv1.3', rejectUnauthorized: false, timeout: SENSOR_DEFAULTS.silenceMs }, () => {
      const found = chainOf(socket.getPeerCertificate(true)).find(raw => fingerprintOfDer(raw) === fingerprint)
      socket.destroy()
      if (found === undefined) reject(new Error('this is not the hub that made the token'))
      else resolve(new X509Certificate(found).toString())
    })
    socket.once('timeout', () => socket.destroy(new Error('the hub does not answer')))
    socket.once('error', reject)
  })
}

interface Issued extends PeerCertificate {
  readonly issuerCertificate?: Issued
}

function chainOf(first: Issued): Buffer[] {
  const chain: Buffer[] = []
  for (let each: Issued | undefined = first; each?.raw !== undefined && chain.length < 4; each = each.issuerCertificate) {
    chain.push(each.raw)
    if (each.issuerCertificate === each) break
  }
  return chain
}
