import { BlockList, isIP } from 'node:net'
import type { Receiver } from '../../pipeline/collect/receiver.ts'
import type { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import type { SyslogCertificate } from './certificate.ts'
import type { IsAllowed } from './place.ts'
import { placeOf } from './place.ts'
import { receiveConnections } from './syslog-connections.ts'
import { receiveDatagrams } from './syslog-datagrams.ts'

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
    for (const address of udp) opened.push(await receiveDatagrams(placeOf(address), spool, isAllowed))
    for (const address of tcp) opened.push(await receiveConnections(placeOf(address), null, spool, isAllowed))
    const pair = tls.length > 0 ? certificate() : null
    for (const address of tls) opened.push(await receiveConnections(placeOf(address), pair, spool, isAllowed))
  } catch (cause) {
    await close()
    throw cause
  }
  return { places: opened.flatMap(({ places }) => places), close }
}

function allowedBy(networks: readonly string[]): IsAllowed {
  if (networks.length === 0) return () => true
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (isIP(address) === 0) throw new Error(`"${network}" is no network`)
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return address => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
