import { lookup } from 'node:dns'
import { lookup as resolve } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { isPrivateHost } from '../egress/private-address.ts'
import { RESOLVE_MS } from './defaults.ts'

/** The first address in a private network that a name leads to; null for none, and for a name that cannot be resolved in time. */
export function privateAddressOf(host: string): Promise<string | null> {
  const resolved = resolve(host, { all: true }).then(addresses => addresses.find(({ address }) => isPrivateHost(address))?.address ?? null, () => null)
  return Promise.race([resolved, sleep(RESOLVE_MS, null, { ref: false })])
}

/**
 * Resolves a name for one connection and refuses an answer that leads into a private network: what is asked here is what is connected to, so that a name which
 * changes its answer between a look and the connection (DNS rebinding) wins nothing.
 */
export const publicLookup: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (failure, addresses) => {
    if (failure !== null) return callback(failure, '', 0)
    const inside = addresses.find(({ address }) => isPrivateHost(address))
    if (inside !== undefined) return callback(new Error(`${host} leads into a private network (${inside.address}); if that is meant, say privateAddress: true`), '', 0)
    if (options.all === true) return callback(null, addresses)
    const [first] = addresses
    return first === undefined ? callback(new Error(`${host} has no address`), '', 0) : callback(null, first.address, first.family)
  })
}
