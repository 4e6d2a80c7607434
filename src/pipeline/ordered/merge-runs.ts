import { randomUUID } from 'node:crypto'
import { createReadStream, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { compareEvents } from '../../model/event-order.ts'
import type { OrderedEvent } from '../../model/ordered-stage.ts'
import { MERGED_RUNS } from './defaults.ts'
import { writeRun } from './run-writer.ts'

/** The events of sorted files in one order. Memory: one event and one block of each of at most {@link MERGED_RUNS} files. */
export async function* mergeRuns(files: readonly string[], width = MERGED_RUNS): AsyncGenerator<OrderedEvent> {
  let runs = [...files]
  while (runs.length > width) {
    const merged = join(dirname(runs[0]!), `${randomUUID()}.run`)
    const group = runs.slice(0, width)
    const batch: OrderedEvent[] = []
    for await (const event of merge(group)) {
      batch.push(event)
      if (batch.length === BATCH) writeRun(merged, batch.splice(0))
    }
    writeRun(merged, batch)
    for (const file of group) rmSync(file)
    runs = [...runs.slice(width), merged]
  }
  yield* merge(runs)
}

const BATCH = 1_024

async function* merge(files: readonly string[]): AsyncGenerator<OrderedEvent> {
  const heads: Head[] = []
  for (const file of files) await advance(heads, readRun(file))
  while (heads.length > 0) {
    const { event, rest } = heads.shift()!
    yield event
    await advance(heads, rest)
  }
}

interface Head {
  readonly event: OrderedEvent
  readonly rest: AsyncIterator<OrderedEvent>
}

/** Puts the next event of a run among the heads, which are sorted. */
async function advance(heads: Head[], rest: AsyncIterator<OrderedEvent>): Promise<void> {
  const next = await rest.next()
  if (next.done === true) return
  let at = heads.findIndex(({ event }) => compareEvents(event, next.value) > 0)
  if (at < 0) at = heads.length
  heads.splice(at, 0, { event: next.value, rest })
}

async function* readRun(file: string): AsyncGenerator<OrderedEvent> {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) yield JSON.parse(line) as OrderedEvent
}
