import type { EventPosition } from '../../model/event-order.ts'
import { compareEvents } from '../../model/event-order.ts'
import { SNAPSHOT_LAGS_US } from './defaults.ts'
import type { StageSnapshot } from './stage-run.ts'

/**
 * Snapshots of a run of stages, at some distances before the end of what was seen: what comes a little late needs the last of them only, and what comes too late for
 * all is seen from the beginning.
 */
export class SnapshotKeeper {
  /** By distance, the farthest first; null where none was taken yet. */
  #snapshots: (StageSnapshot | null)[] = SNAPSHOT_LAGS_US.map(() => null)
  /** Times from which they are taken in this run. */
  #from: readonly number[] = SNAPSHOT_LAGS_US.map(() => Infinity)

  /** The last one that is before an event; null when none is. @param earliest null: any will do */
  before(earliest: EventPosition | null): StageSnapshot | null {
    return this.#snapshots.findLast(each => each !== null && (earliest === null || compareEvents(each.position, earliest) < 0)) ?? null
  }

  /** Begins a run. @param start from which it goes on; later snapshots are of other events, and forgotten @param end microseconds: of what will be seen last */
  begin(start: StageSnapshot | null, end: number): void {
    this.#snapshots = this.#snapshots.map(each => (each !== null && start !== null && compareEvents(each.position, start.position) <= 0 ? each : null))
    this.#from = SNAPSHOT_LAGS_US.map((lag, index) => {
      const known = this.#snapshots[index]?.position.time ?? -Infinity
      // One that would hardly be later is not worth its copy.
      return end - lag > Math.max(start?.position.time ?? -Infinity, known + lag / 4) ? end - lag : Infinity
    })
  }

  /** Before an event is seen. @param take called where one is due */
  pass(time: number, take: () => StageSnapshot | null): void {
    const due = this.#from.map(from => time > from)
    if (!due.includes(true)) return
    const taken = take()
    this.#snapshots = this.#snapshots.map((each, index) => (due[index] === true ? taken ?? each : each))
    this.#from = this.#from.map((from, index) => (due[index] === true ? Infinity : from))
  }
}
