import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectionFault } from '../../platform/connection-fault.ts'
import { TRIAL_BEGIN_MS, TRIAL_LOOK_MS } from './defaults.ts'
import type { Receiver } from './receiver.ts'
import { SpoolRoom } from './spool-room.ts'
import { StreamSpool } from './stream-spool.ts'
import type { WantedSource } from './wanted-source.ts'

/** What came of trying to receive for a source. */
export interface ReceivingTrial {
  /** Where it would take records; empty when it cannot. */
  readonly places: readonly string[]
  /** Why it cannot receive; null when it can. */
  readonly failure: string | null
  /** What it could not read, or who was refused, while it was tried. */
  readonly troubles: readonly string[]
}

/**
 * Whether a source could receive: it is opened as it would be, looked at for a moment, and closed. Its spool has no room, so that nothing is kept
 * and no sender is told that anything was.
 *
 * @throws what the file system says of the temporary folder
 */
export async function tryReceiving({ source, receive }: WantedSource): Promise<ReceivingTrial> {
  if (receive === null) return { places: [], failure: null, troubles: [] }
  const folder = await mkdtemp(join(tmpdir(), 'noroshi-trial-'))
  const spool = await StreamSpool.open(source, { room: new SpoolRoom(folder, { reserveBytes: Infinity }), onSealed: () => {} })
  const opening = receive(spool)
  let opened: Receiver | null = null
  try {
    opened = await inTime(opening)
    await sleep(TRIAL_LOOK_MS)
    const told = [opened.trouble?.() ?? null, ...spool.meter.figures().samples.map(({ reason }) => reason)]
    return { places: opened.places, failure: null, troubles: [...new Set(told.filter(each => each !== null))] }
  } catch (cause) {
    // One that opens too late is closed when it does.
    if (opened === null) opening.then(late => late.close(), () => {})
    return { places: [], failure: connectionFault(cause), troubles: [] }
  } finally {
    // Together: whoever receives waits for what the spool does not take.
    await Promise.all([spool.close(), opened?.close()])
    await rm(folder, { recursive: true, force: true })
  }
}

async function inTime(opening: Promise<Receiver>): Promise<Receiver> {
  const patience = new AbortController()
  const late = sleep(TRIAL_BEGIN_MS, undefined, { signal: patience.signal }).then(() => {
    throw new Error(`it did not begin within ${TRIAL_BEGIN_MS / 1_000} seconds`)
  })
  try {
    return await Promise.race([opening, late])
  } finally {
    patience.abort()
    late.catch(() => {})
  }
}
