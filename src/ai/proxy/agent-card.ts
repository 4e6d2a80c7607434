import type { Json } from '../gateway/protocol/protocol.ts'
import { objectsOf } from '../gateway/protocol/protocol.ts'

/** How an agent is asked: with JSON-RPC, or by HTTP alone. */
export type CardBinding = 'JSONRPC' | 'HTTP+JSON'

/** Where an agent is asked, as its card says. */
export interface CardEndpoints {
  /** Of each binding the first; at least one. */
  readonly urls: ReadonlyMap<CardBinding, string>
  /** The card as agents get it: they ask here, in the ways that can be judged. */
  rewritten(url: string): Json
}

interface Listed {
  readonly binding: CardBinding
  readonly url: string
  /** As it stands in the card. */
  readonly as: Json
}

/**
 * Reads a card of A2A, revision 1.0 (`supportedInterfaces`) or 0.3 (`url`, `preferredTransport`, `additionalInterfaces`). What it says of other ways to reach
 * the agent goes, and its signature, which holds for the original only.
 *
 * @returns null where it names no endpoint that can be judged
 */
export function cardEndpoints(card: Json): CardEndpoints | null {
  const { signatures: _, additionalInterfaces, ...rest } = card
  const supported = listedIn(card['supportedInterfaces'], 'protocolBinding')
  if (supported.length > 0) {
    const urls = firstOf(supported)
    const same = supported.filter(({ binding, url }) => urls.get(binding) === url)
    return { urls, rewritten: url => ({ ...rest, supportedInterfaces: same.map(({ as }) => ({ ...as, url })) }) }
  }
  const own = listedIn([{ url: card['url'], transport: card['preferredTransport'] ?? 'JSONRPC' }], 'transport')
  const urls = firstOf([...own, ...listedIn(additionalInterfaces, 'transport')])
  const [preferred, ...others] = urls.keys()
  if (preferred === undefined) return null
  return {
    urls,
    rewritten: url => ({ ...rest, url, preferredTransport: preferred, ...(others.length === 0 ? {} : { additionalInterfaces: [preferred, ...others].map(transport => ({ url, transport })) }) }),
  }
}

function listedIn(value: unknown, member: 'protocolBinding' | 'transport'): Listed[] {
  return objectsOf(value).flatMap(as => {
    const { url, [member]: binding } = as
    return typeof url === 'string' && (binding === 'JSONRPC' || binding === 'HTTP+JSON') ? [{ binding, url, as }] : []
  })
}

/** The order is that of the card: what it prefers first. */
function firstOf(listed: readonly Listed[]): Map<CardBinding, string> {
  const urls = new Map<CardBinding, string>()
  for (const { binding, url } of listed) if (!urls.has(binding)) urls.set(binding, url)
  return urls
}
