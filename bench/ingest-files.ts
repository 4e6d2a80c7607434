/**
 * Ingest from end to end: files → evidence store, custody, event store and ledger, as `noroshi ingest --rules none` does it.
 *
 *     noroshi bench ingest-files [--events N] [--only NAME]... [--rules DIR]...
 *
 * Inputs are made from the test data: JSON lines of Sysmon's fields (lanes, 700 bytes), of whole Windows events (1.9 kB), EVTX as one large
 * file and as many small ones. Each goes into a data folder of its own; the engines' start does not count. Of every process
 * (this program, workers, ClickHouse, PostgreSQL) processor time and memory (proportional set size) are taken from /proc.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { withReadingStore } from '../src/cli/with-ingest-store.ts'
import { ingestEvidence } from '../src/pipeline/ingest/ingest-evidence.ts'
import { countedDigests } from '../src/pipeline/ingest/store-status.ts'
import { digests } from '../src/store/ledger/status.ts'
import { INPUTS } from './ingest-inputs.ts'
import type { Input } from './ingest-inputs.ts'
import { ProcessMeter } from './process-meter.ts'

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '500000' },
    only: { type: 'string', multiple: true, default: Object.keys(INPUTS) },
    rules: { type: 'string', multiple: true, default: ['none'] },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
})

/** Of the list of paths. */
const LISTED_BYTES = 64 * 1_048_576

for (const name of Object.keys(INPUTS)) {
  if (!values.only.includes(name)) continue
  const folder = mkdtempSync(join(tmpdir(), 'noroshi-bench-'))
  try {
    const { paths, bytes } = madeApart(name, folder)
    const command = { data: join(folder, 'data'), rules: values.rules, lang: 'en', workers: Number(values.workers) } as const
    await withReadingStore(command, async ({ store, reading }) => {
      const meter = new ProcessMeter()
      const started = performance.now()
      const { unreadable } = await ingestEvidence(store, { ...reading, paths, date: 0, recover: false })
      const seconds = (performance.now() - started) / 1e3
      const used = meter.end()
      const { events } = await digests(store.ledger)
      const counted = await countedDigests(store)
      if (counted.events.sum !== events.sum) throw new Error('the event store holds something else than the workers counted')
      const each = (cpuSeconds: number) => `${(cpuSeconds * 1e6 / events.count).toFixed(1)} µs`
      const total = Object.values(used.cpuSeconds).reduce((sum, cpu) => sum + cpu, 0)
      console.log(`${name}: ${events.count} events, ${(bytes / 1e6).toFixed(0)} MB in ${paths.length} paths, ${unreadable.length} unreadable`)
      console.log(`  ${Math.round(events.count / seconds)} events/s, ${(bytes / 1e6 / seconds).toFixed(0)} MB/s in ${seconds.toFixed(1)} s`)
      console.log(`  processor time an event ${each(total)} (${Math.round(availableParallelism() * events.count / total)} events/s if all cores were ours):`)
      console.log(`    ${Object.entries(used.cpuSeconds).map(([what, cpu]) => `${what} ${each(cpu)}`).join(', ')}`)
      console.log(`  memory of all processes at most ${(used.peakBytes / 1e6).toFixed(0)} MB: ${Object.entries(used.bytesAtPeak).map(([what, size]) => `${what} ${(size / 1e6).toFixed(0)}`).join(', ')}`)
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The inputs are made in a process of their own: what that takes is not the program's memory. */
function madeApart(name: string, folder: string): Input {
  const made = spawnSync(process.execPath, [new URL('./make-ingest-input.ts', import.meta.url).pathname, name, folder, values.events], {
    encoding: 'utf8', maxBuffer: LISTED_BYTES, stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(made.stdout)
}
