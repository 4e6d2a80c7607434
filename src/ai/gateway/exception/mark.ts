import { hash } from 'node:crypto'
import type { GuardLayer } from '../../judge/verdict.ts'
import type { Origin } from '../protocol/protocol.ts'

/** What one verdict was about, as narrow as it can be named. */
export interface MarkedVerdict {
  readonly application: string
  readonly layer: GuardLayer
  /** The signature, the kind of secret; empty where the layer has none. */
  readonly kind: string
  readonly origin: Origin
  /** The text in canonical form; of an answer, the stretch that was found; of what leaked, what must not. */
  readonly subject: string
}

/** The name of a verdict: the same only for the same text, from the same kind of author, to the same application, by the same look of the same layer. Hex. */
export function markOf({ application, layer, kind, origin, subject }: MarkedVerdict): string {
  return hash('sha256', JSON.stringify([application, layer, kind, origin, subject]))
}
