import { createReadStream } from 'node:fs'
import { CaptureReader } from '../../packet/capture-reader.ts'
import type { SessionEvent } from '../session-event.ts'
import { Sessions, type SessionCounts, type SessionsOptions } from '../sessions.ts'

const reader = new CaptureReader()

/** The events of one capture, in the order told. */
export async function sessionsOf(capture: string | Uint8Array, options: Partial<SessionsOptions> = {}): Promise<{ readonly events: readonly SessionEvent[], readonly counts: SessionCounts }> {
  const events: SessionEvent[] = []
  const sessions = new Sessions({ ...options, emit: event => events.push(event) })
  const blocks = typeof capture === 'string' ? createReadStream(capture) : blocksOf(capture)
  for await (const batch of reader.read(blocks, { error: () => {} })) sessions.accept(batch)
  sessions.end()
  return { events, counts: sessions.counts }
}

async function* blocksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
