import { spawnSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { House } from '../src/capabilities.ts'
import { openHouse } from '../src/capabilities.ts'
import { UNPACK_LIMITS } from '../src/pipeline/evidence/defaults.ts'
import type { EvidenceProgress, EvidenceTask, EvidenceTaskResult } from '../src/pipeline/evidence-task.ts'
import type { ReadingOptions } from '../src/pipeline/ingest/ingest-evidence.ts'
import { ingestEvidence } from '../src/pipeline/ingest/ingest-evidence.ts'
import type { IngestStore } from '../src/pipeline/ingest/ingest-store.ts'
import { openIngestStore } from '../src/pipeline/ingest/ingest-store.ts'
import { readingVersion } from '../src/pipeline/ingest/reading-version.ts'
import { storedSummaries } from '../src/pipeline/ingest/stored-summaries.ts'
import { countedDigests, storeStatus } from '../src/pipeline/ingest/store-status.ts'
import type { DataFolder } from '../src/platform/data-folder.ts'
import { openDataFolder } from '../src/platform/data-folder.ts'
import { WorkerPool } from '../src/platform/worker-pool.ts'
import { byDepth } from './depth.ts'

const LIMIT_MS = 300_000

const MOUNT = '/bin/mount'
const UNMOUNT = '/bin/umount'

const line = (fields: object) => `${JSON.stringify(fields)}\n`
const lines = (count: number, text: string) => Array.from({ length: count }, (_, n) => line({ n, text, time: '2026-01-01T00:00:00Z' })).join('')

// The engines take seconds to start: at the quick depth test/ingest.test.ts has to do.
describe.skipIf(byDepth(true, false, false))('ingest goes on when', () => {
  let folder: string
  let data: DataFolder
  const house: House = openHouse({ ruleDirectories: [] })
  const pool = new WorkerPool<EvidenceTask, EvidenceTaskResult, EvidenceProgress>(
    new URL('./dying-worker.ts', import.meta.url), { ruleDirectories: [] }, 2,
  )
  const said: string[] = []
  const reading: ReadingOptions = {
    decoders: house.decoders,
    version: readingVersion([], {}),
    archives: { passwords: [], limits: UNPACK_LIMITS },
    workers: 2,
    run: (task, onProgress) => pool.run(task, onProgress),
    onProgress: () => {},
    onRoom: state => said.push(state),
  }
  let store: IngestStore

  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-faults-'))
    data = openDataFolder(join(folder, 'data'))
    store = await openIngestStore({
      folder: data,
      clickhouse: { kind: 'embedded', folder: data.clickhouse, runFolder: data.run },
      postgres: { kind: 'embedded', folder: data.postgres, runFolder: data.run },
      organisation: 'default',
      actor: 'test',
    })
  }, LIMIT_MS)
  afterAll(async () => {
    await pool.close()
    await store.close()
    data.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function ingestFile(name: string, content: string) {
    const path = join(folder, name)
    writeFileSync(path, content)
    const { unreadable } = await ingestEvidence(store, { ...reading, paths: [path], date: 0, recover: false })
    expect(unreadable).toEqual([])
    const { evidence, digests } = await storeStatus(store)
    expect(await countedDigests(store)).toEqual(digests)
    return storedSummaries(evidence, []).find(({ paths }) => paths[0] === path)!
  }

  test('the store refuses a record: it costs one error with its place, and nothing else', async () => {
    await store.clickhouse.client.command({ query: `ALTER TABLE events ADD CONSTRAINT poison CHECK position(fields, 'poison') = 0` })
    const before = lines(300, 'good')
    const content = before + line({ text: 'poison' }) + lines(400, 'fine') + line({ text: 'more poison' })
    const { events, errors } = await ingestFile('poisoned.json', content)
    expect(events).toBe(700)
    expect(errors.map(({ offset }) => offset)).toEqual([before.length, content.length - line({ text: 'more poison' }).length])
    expect(errors[0]!.reason).toMatch(/^The store refused the event: /)
    await store.clickhouse.client.command({ query: 'ALTER TABLE events DROP CONSTRAINT poison' })
  }, LIMIT_MS)

  test('a chunk kills its worker twice: it is quarantined with the reason, and all else is read', async () => {
    const { events, errors } = await ingestFile('deadly.json', lines(10, 'deadly'))
    const reason = expect.stringMatching(/could not be inspected: they killed the worker that read them 2 times/)
    expect({ events, errors }).toMatchObject({ events: 0, errors: [{ offset: 0, reason }] })
    expect((await storeStatus(store)).chunks).toMatchObject({ waiting: 0, quarantined: 1 })
    expect((await ingestFile('after.json', lines(10, 'after'))).events).toBe(10)
  }, LIMIT_MS)

  test('the disk is full and there is room again: it pauses, says so, and nothing is lost', async ({ skip }) => {
    if (!mount('size=64k', data.spool)) skip('this machine does not let us mount a small disk')
    try {
      const running = ingestFile('large.json', lines(5_000, 'large'))
      while (said.length === 0) await sleep(20)
      expect((await storeStatus(store)).chunks.waiting).toBe(1)
      expect(mount('remount,size=64m', data.spool)).toBe(true)
      expect((await running).events).toBe(5_000)
      expect(said).toEqual(['paused', 'resumed'])
    } finally {
      spawnSync(UNMOUNT, [data.spool])
    }
  }, LIMIT_MS)
})

function mount(options: string, folder: string): boolean {
  return spawnSync(MOUNT, ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0
}
