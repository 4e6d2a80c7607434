import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import type { EvidencePool } from '../../../test/open-store.ts'
import { analyzedBy } from '../../../test/open-store.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { WorkerPool } from '../../platform/worker-pool.ts'
import type { UploadAnswer } from './testing/send-upload.ts'
import { announce, answered, jobEnded, sendRest } from './testing/send-upload.ts'
import { startServer } from './testing/server-process.ts'
import { zipOf } from './testing/zip-of.ts'

const ROOT = join(import.meta.dirname, '../../..')
const RULES = join(ROOT, 'rules')

/** Each round starts the engines four times. */
const LIMIT_MS = 900_000

describe.skipIf(byDepth(true, false, false))('kill -9', () => {
  let pool: EvidencePool
  beforeAll(() => { pool = new WorkerPool(new URL('../../worker.ts', import.meta.url), { ruleDirectories: [RULES] }, 2) })
  afterAll(() => pool.close())

  test.each(Array.from({ length: byDepth(0, 1, 20) }, (_, i) => [i]))('round %i: an upload goes on, its job comes to its end, a verdict is there once or not at all', async () => {
    const folder = temporaryFolder()
    const examples = join(ROOT, 'examples/3-file-server')
    const files = readdirSync(examples, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name)).sort()
    const zip = await zipOf(ROOT, files)

    // During a piece: some of it has arrived, none of it was acknowledged.
    let server = await startServer(folder, RULES)
    const { id } = await announce(server.ask, 'evidence.zip', zip)
    const acknowledged = zip.length >> 2
    await answered(server.ask('anna', 'PATCH', `/uploads/${id}`, zip.subarray(0, acknowledged), { headers: { 'upload-offset': '0' } }))
    const sending = server.ask('anna', 'PATCH', `/uploads/${id}`, trickle(zip.subarray(acknowledged)), { headers: { 'upload-offset': String(acknowledged) } }).catch(() => null)
    await pause(20 + Math.random() * 200)
    await server.kill()
    expect(await sending).toBeNull()

    // It resumes where the server says; then during its job.
    server = await startServer(folder, RULES)
    const resumed = await answered<UploadAnswer>(server.ask('anna', 'GET', `/uploads/${id}`))
    expect(resumed).toMatchObject({ state: 'receiving', id })
    expect(resumed.offset).toBeGreaterThanOrEqual(acknowledged)
    await sendRest(server.ask, id, zip, Math.ceil(zip.length / 5))
    await answered(server.ask('anna', 'POST', `/uploads/${id}/finish`))
    await pause(Math.random() * 2_500)
    await server.kill()

    // The job goes on by itself; then during a verdict.
    server = await startServer(folder, RULES)
    expect(await jobEnded(server.ask, id)).toMatchObject({ state: 'done', failure: null })
    await expect.poll(() => answered(server.ask('anna', 'GET', `/uploads/${id}`)), { timeout: 10_000 }).toMatchObject({ state: 'done' })
    const { items: [top] } = await answered<{ items: { id: string }[] }>(server.ask('anna', 'GET', '/cases'))
    const verdict = { kind: 'verdict', value: 'benign', key: 'one-verdict' }
    const deciding = server.ask('anna', 'POST', `/cases/${top!.id}/decisions`, verdict).then(answer => answer.status, () => null)
    await pause(Math.random() * 60)
    await server.kill()
    const status = await deciding

    server = await startServer(folder, RULES)
    const decisions = () => answered<{ items: object[] }>(server.ask('anna', 'GET', `/cases/${top!.id}/decisions`)).then(({ items }) => items.length)
    expect(status === null ? [0, 1] : [1]).toContain(await decisions())
    await answered(server.ask('anna', 'POST', `/cases/${top!.id}/decisions`, verdict))
    expect(await decisions()).toBe(1)
    expect(await answered(server.ask('anna', 'GET', `/cases/${top!.id}`))).toMatchObject({ verdict: 'benign' })

    const { events, matches } = await analyzedBy(pool, files)
    expect(await answered(server.ask('anna', 'GET', '/status'))).toMatchObject({ settled: true, digests: { events, matches } })
    await server.kill()
  }, LIMIT_MS)
})

/** So slowly that it takes a second. */
function trickle(bytes: Uint8Array): ReadableStream<Uint8Array> {
  const block = Math.ceil(bytes.length / 200)
  let at = 0
  return new ReadableStream({
    async pull(controller) {
      await pause(5)
      if (at >= bytes.length) controller.close()
      else controller.enqueue(bytes.slice(at, at += block))
    },
  })
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => { setTimeout(resolve, ms) })
}
