import { hostname } from 'node:os'
import { isPrivateHost } from '../../egress/private-address.ts'
import { privateAddressOf } from '../resolve-host.ts'

/** A name that does not say so and leads to this machine, as most machines have one; null where this has none. */
export async function ownName(): Promise<string | null> {
  const name = hostname()
  return /^[a-z][\w.-]*$/i.test(name) && !isPrivateHost(name) && await privateAddressOf(name) !== null ? name : null
}
