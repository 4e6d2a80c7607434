import type { Receiver } from '../../pipeline/collect/receiver.ts'
import type { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { allowedBy } from './allowed-by.ts'
import type { SyslogCertificate } from './certificate.ts'
import { messageLine } from './message-line.ts'
import { placeOf } from './place.ts'
import type { LinesOf } from './receive-datagrams.ts'
import { receiveDatagrams } from './receive-datagrams.ts'
import { receiveConnections } from './syslog-connections.ts'

/** Where syslog is taken. */
export interface SyslogAddresses {
  /** `0.0.0.0:514`, `[::]:514`. */
  readonly udp: readonly string[]
  readonly tcp: readonly string[]
  readonly tls: readonly string[]
  /** Networks that may send; all when empty. */
  readonly allow: readonly string[]
}

/**
 * Takes syslog over UDP (RFC 5426), TCP (RFC 6587) and TLS (RFC 5425) into a spool.
 *
 * @param certificate asked for only where there is TLS
 * @throws Error when an address cannot be opened; none is open then
 */
export async function listenForSyslog({ udp, tcp, tls, allow }: SyslogAddresses, spool: StreamSpool, certificate: () => SyslogCertificate): Promise<Receiver> {
  const isAllowed = allowedBy(allow)
  const opened: Receiver[] = []
  const close = async () => {
    await Promise.all(opened.map(each => each.close()))
  }
  try {
    for (const address of udp) opened.push(await receiveDatagrams(placeOf(address), spool, isAllowed, syslogLines(spool)))
    for (const address of tcp) opened.push(await receiveConnections(placeOf(address), null, spool, isAllowed))
    const pair = tls.length > 0 ? certificate() : null
    for (const address of tls) opened.push(await receiveConnections(placeOf(address), pair, spool, isAllowed))
  } catch (cause) {
    await close()
    throw cause
  }
  return { places: opened.flatMap(({ places }) => places), close }
}

/** A message each (RFC 5426). */
function syslogLines({ meter }: StreamSpool): LinesOf {
  return (message, sender) => {
    const line = messageLine(message)
    if (line !== null) return [line]
    meter.refuse(`${sender}: an empty datagram`)
    return []
  }
}
