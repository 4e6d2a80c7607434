import type { TextLine } from '../text/lines.ts'
import type { AuditRecord } from './audit-record.ts'
import { JOIN_WINDOW_LINES, MAX_EVENT_CHARACTERS, MAX_EVENT_RECORDS, MAX_OPEN_EVENTS } from './defaults.ts'

/** Records of one event, joined. Place and length are those of its first line, or of all its lines where they follow each other. */
export interface JoinedEvent {
  readonly records: readonly AuditRecord[]
  readonly record: number
  readonly offset: number
  readonly length: number
}

/**
 * Joins records by node, time and serial number, within a window of lines. Events come out in the order of their first records. Memory is
 * bounded: at most {@link MAX_OPEN_EVENTS} are open; one that is full is given out, and what comes later is an event of its own.
 */
export class EventJoiner {
  readonly #open = new Map<string, OpenEvent>()

  /** Adds a record; answers the events that are now complete. */
  add(record: AuditRecord, line: TextLine): readonly JoinedEvent[] {
    const key = `${record.node ?? ''} ${record.time} ${record.serial}`
    const event = this.#open.get(key)
    if (event !== undefined && !event.full) event.add(record, line)
    else {
      // A full event keeps its place in the order under a name that no record has.
      if (event !== undefined) this.#rename(key, event)
      this.#open.set(key, new OpenEvent(record, line))
    }
    return this.#take(line.record)
  }

  /** The events that are still open. */
  end(): readonly JoinedEvent[] {
    const rest = [...this.#open.values()].map(event => event.joined())
    this.#open.clear()
    return rest
  }

  #take(lineNumber: number): readonly JoinedEvent[] {
    const done: JoinedEvent[] = []
    for (const [key, event] of this.#open) {
      if (this.#open.size <= MAX_OPEN_EVENTS && event.lastRecord + JOIN_WINDOW_LINES >= lineNumber) break
      this.#open.delete(key)
      done.push(event.joined())
    }
    return done
  }

  #rename(key: string, full: OpenEvent): void {
    const entries = [...this.#open]
    this.#open.clear()
    for (const [name, event] of entries) this.#open.set(name === key ? `full ${full.lastRecord} ${key}` : name, event)
  }
}

class OpenEvent {
  readonly #records: AuditRecord[]
  readonly #record: number
  readonly #offset: number
  readonly #length: number
  lastRecord: number
  #characters: number
  #end: number
  #adjoining = true

  constructor(record: AuditRecord, line: TextLine) {
    this.#records = [record]
    this.#record = line.record
    this.#offset = line.offset
    this.#length = line.length
    this.lastRecord = line.record
    this.#characters = line.text.length
    this.#end = line.offset + line.length
  }

  get full(): boolean {
    return this.#records.length >= MAX_EVENT_RECORDS || this.#characters >= MAX_EVENT_CHARACTERS
  }

  add(record: AuditRecord, line: TextLine): void {
    this.#records.push(record)
    this.#characters += line.text.length
    if (line.record !== this.lastRecord + 1) this.#adjoining = false
    this.lastRecord = line.record
    this.#end = line.offset + line.length
  }

  joined(): JoinedEvent {
    const length = this.#adjoining ? this.#end - this.#offset : this.#length
    return { records: this.#records, record: this.#record, offset: this.#offset, length }
  }
}
