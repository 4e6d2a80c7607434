import { isPrivateHost } from '../../platform/private-address.ts'

/** A host that only one's own resolver knows, or that a cluster answers for. */
const INNER_NAME = /^[a-z0-9_-]+$|\.(?:svc|consul|corp|private|docker|cluster)\.?$/i
/** Names that anybody's resolver leads to an inner address, and services that change their answer between two questions. */
const LEADING_INSIDE = /(?:^|\.)(?:localtest\.me|lvh\.me|vcap\.me|lacolhost\.com|yoogle\.com|local\.gd|localho\.st|nip\.io|sslip\.io|xip\.io|traefik\.me|rbndr\.us|1u\.ms|rebind\.network|rebind\.it|oastify\.com|burpcollaborator\.net)$/i
/** Addresses that clouds answer at for their machines' credentials, where they are no private ones (Azure's wire server). */
const CLOUD_ADDRESS = new Set(['168.63.129.16'])

/** Whether a request to a host would stay inside: a private address, or a name that only leads there. */
export function leadsInside(host: string): boolean {
  const bare = host.replace(/\.$/, '')
  return isPrivateHost(bare) || CLOUD_ADDRESS.has(bare) || INNER_NAME.test(bare) || LEADING_INSIDE.test(bare)
}

const WHOLE_ADDRESS = /^(?:(?:https?|wss?|ftp):[\\/]{0,9}|(?:gopher|file|dict|ldaps?|jar|smb|tftp|sftp):\/{1,3})\S+$/i
const BARE_ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})$/i

/** How many addresses within addresses are followed. */
const NESTED_ADDRESSES = 4

/** The first of the values, whole addresses each, that leads inside, itself or by an address among its parameters; null when none does. */
export function insideAmong(values: readonly string[], depth: number = NESTED_ADDRESSES): string | null {
  return values.map(value => value.trim()).find(value => {
    if (BARE_ADDRESS.test(value)) return isPrivateHost(value)
    if (!WHOLE_ADDRESS.test(value)) return false
    return /^(?:gopher|file|dict|ldap|jar|smb|tftp)/i.test(value) || (URL.canParse(value) && (leadsInside(new URL(value).hostname) || (depth > 0 && insideAmong([...new URL(value).searchParams.values()], depth - 1) !== null)))
  }) ?? null
}
