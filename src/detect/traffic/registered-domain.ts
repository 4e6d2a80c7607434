/**
 * Labels below a country's domain under which that country registers names (`co.uk`, `or.jp`, `com.au`): those of the large registries. A list of
 * every suffix has ten thousand, most of which nobody meets; where one is missing here, several owners count as one domain.
 */
const REGISTRY_LABELS: ReadonlySet<string> = new Set([
  'ac', 'ad', 'asn', 'blog', 'co', 'com', 'coop', 'ed', 'edu', 'firm', 'gen', 'go', 'gob', 'gouv', 'gov', 'govt', 'gr', 'gub', 'gv', 'id', 'idv', 'ind', 'inf', 'info', 'int', 'jus',
  'k12', 'leg', 'lg', 'ltd', 'me', 'mil', 'mob', 'mod', 'museum', 'name', 'ne', 'net', 'nhs', 'nic', 'nom', 'or', 'org', 'plc', 'police', 'pro', 'pub', 'res', 'sch', 'school', 'web',
])

/** Names under which the network itself is described, not anybody's domain. */
const TECHNICAL: ReadonlySet<string> = new Set(['arpa', 'local', 'localhost', 'localdomain', 'lan', 'home', 'internal', 'intranet', 'corp', 'private', 'test', 'example', 'invalid', 'workgroup'])

/** A name of DNS, split at the domain that somebody registered. */
export interface SplitName {
  /** In lower case. */
  readonly domain: string
  /** The label that was registered: the first of the domain. */
  readonly label: string
  /** What stands before it, without the last dot; may be empty. */
  readonly below: string
}

/** Null where nobody registered it: one label, an address, a name of the network itself. */
export function splitName(name: string): SplitName | null {
  const labels = name.toLowerCase().replace(/\.$/, '').split('.')
  const top = labels.at(-1)!
  if (labels.length < 2 || labels.includes('') || TECHNICAL.has(top) || /^\d+$/.test(top)) return null
  const suffix = top.length === 2 && labels.length > 2 && REGISTRY_LABELS.has(labels.at(-2)!) ? 2 : 1
  const at = labels.length - suffix - 1
  return { domain: labels.slice(at).join('.'), label: labels[at]!, below: labels.slice(0, at).join('.') }
}
