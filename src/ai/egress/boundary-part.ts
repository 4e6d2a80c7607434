import type { OrderPlace } from './boundary-orders.ts'

/** What crosses the boundary between an agent and the rest, piece by piece. */
export type BoundaryPart =
  /** An address that would be fetched or connected to. */
  | { readonly kind: 'address'; readonly url: string }
  /** What the agent sends out; `raw` as it is written, where the texts are taken out of it. */
  | { readonly kind: 'outgoing'; readonly texts: readonly string[]; readonly raw?: string }
  /** What reaches the agent: descriptions, results, pages, messages. */
  | { readonly kind: 'incoming'; readonly place: OrderPlace; readonly texts: readonly string[] }
  /** Tools that would be called, in order. */
  | { readonly kind: 'calls'; readonly calls: readonly ToolCall[] }
  /** What cannot be looked into. */
  | { readonly kind: 'opaque'; readonly why: 'compressed-frame' | 'too-many-values' }

export interface ToolCall {
  readonly name: string
  readonly texts: readonly string[]
}
