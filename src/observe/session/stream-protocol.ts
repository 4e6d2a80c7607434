import type { ByteBudget } from './byte-budget.ts'
import type { Side } from './flow.ts'
import type { SessionEvent } from './session-event.ts'

/** What the readers of one run share. */
export interface SessionContext {
  readonly budget: ByteBudget
  emit(event: SessionEvent): void
}

/** `goes-on`: more is wanted; `done`: nothing more; `switched`: another protocol follows, as after HTTP's CONNECT. */
export type Progress = 'goes-on' | 'done' | 'switched'

/** Reads one protocol in both directions of a stream. Never throws for content. */
export interface StreamProtocol {
  /** As Zeek's `service` names it. */
  readonly service: string
  /** @param time of the packet that brought the bytes, in microseconds */
  data(side: Side, bytes: Uint8Array, time: number): Progress
  /** So many bytes are missing. */
  gap(side: Side, bytes: number): Progress
  /** Tells what is still to be told, and gives back what it holds. */
  end(): void
}
