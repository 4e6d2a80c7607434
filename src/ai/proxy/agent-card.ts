import type { Json } from '../gateway/protocol/protocol.ts'
import { objectsOf } from '../gateway/protocol/protocol.ts'

/** Where an agent is asked over JSON-RPC, as its card says. */
export interface CardEndpoint {
  readonly url: string
  /** The card as agents get it: they ask here, in the one way that can be judged. */
  rewritten(url: string): Json
}

/**
 * Reads a card of A2A, revision 1.0 (`supportedInterfaces`) or 0.3 (`url`, `preferredTransport`, `additionalInterfaces`). What it says of other ways to reach
 * the agent goes, and its signature, which holds for the original only.
 *
 * @returns null where it names no endpoint of JSON-RPC
 */
export function cardEndpoint(card: Json): CardEndpoint | null {
  const { signatures: _, ...rest } = card
  const listed = objectsOf(card['supportedInterfaces']).filter(each => each['protocolBinding'] === 'JSONRPC' && typeof each['url'] === 'string')
  const [first] = listed
  if (first !== undefined) {
    const same = listed.filter(each => each['url'] === first['url'])
    return { url: String(first['url']), rewritten: url => ({ ...rest, supportedInterfaces: same.map(each => ({ ...each, url })) }) }
  }
  const preferred = card['preferredTransport'] ?? 'JSONRPC'
  const others = objectsOf(card['additionalInterfaces']).filter(each => each['transport'] === 'JSONRPC' && typeof each['url'] === 'string')
  const own = preferred === 'JSONRPC' && typeof card['url'] === 'string' ? card['url'] : others.map(each => String(each['url']))[0]
  if (own === undefined) return null
  const { additionalInterfaces: __, ...without } = rest
  return { url: own, rewritten: url => ({ ...without, url, preferredTransport: 'JSONRPC' }) }
}
