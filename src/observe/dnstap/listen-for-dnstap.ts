import { chmod, lstat, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import type { Receiver } from '../../pipeline/collect/receiver.ts'
import type { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { allowedBy } from '../syslog-stream/allowed-by.ts'
import type { SyslogCertificate } from '../syslog-stream/certificate.ts'
import { placeOf } from '../syslog-stream/place.ts'
import type { FramerOf } from '../syslog-stream/stream-framer.ts'
import { receiveConnections } from '../syslog-stream/syslog-connections.ts'
import { STALE_SOCKET_MS } from './defaults.ts'
import { DnstapConversation } from './dnstap-conversation.ts'

/** Where dnstap is taken. */
export interface DnstapAddresses {
  /** Paths of sockets. */
  readonly unix: readonly string[]
  /** `0.0.0.0:6000`, `[::]:6000`. */
  readonly tcp: readonly string[]
  readonly tls: readonly string[]
  /** Networks that may send; all when empty. */
  readonly allow: readonly string[]
}

/**
 * Takes dnstap over sockets of this machine, TCP and TLS into a spool: a JSON line for each message.
 *
 * @param certificate asked for only where there is TLS
 * @throws Error when an address cannot be opened; none is open then
 */
export async function listenForDnstap({ unix, tcp, tls, allow }: DnstapAddresses, spool: StreamSpool, certificate: () => SyslogCertificate): Promise<Receiver> {
  const isAllowed = allowedBy(allow)
  const framerOf: FramerOf = (refuse, peer) => new DnstapConversation(refuse, peer)
  const opened: Receiver[] = []
  const close = async () => {
    await Promise.all(opened.map(each => each.close()))
  }
  try {
    for (const path of unix) {
      await removeStale(path)
      opened.push(await receiveConnections({ path }, null, spool, isAllowed, framerOf))
      // As /dev/log: name servers run as users of their own. Who may reach the folder may send.
      await chmod(path, 0o666)
    }
    for (const address of tcp) opened.push(await receiveConnections(placeOf(address), null, spool, isAllowed, framerOf))
    const pair = tls.length > 0 ? certificate() : null
    for (const address of tls) opened.push(await receiveConnections(placeOf(address), pair, spool, isAllowed, framerOf))
  } catch (cause) {
    await close()
    throw cause
  }
  return { places: opened.flatMap(({ places }) => places), close }
}

/** A socket at which nobody answers was left by a process that is gone. What is none, or in use, stays, and opening it says so. */
async function removeStale(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null)
  if (found?.isSocket() !== true || await answers(path)) return
  await rm(path, { force: true })
}

function answers(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ path, timeout: STALE_SOCKET_MS })
    const tell = (isThere: boolean) => () => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('connect', tell(true)).once('timeout', tell(true)).once('error', tell(false))
  })
}
