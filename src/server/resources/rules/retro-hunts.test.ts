import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import type { HuntStep } from '../../../pipeline/retro/hunt-rules.ts'
import type { OpenServer } from '../testing/open-server.ts'
import { openServer } from '../testing/open-server.ts'
import { announce, answered, jobEnded, sendRest } from '../testing/send-upload.ts'
import { RetroHunts } from './retro-hunts.ts'

/** Engines and workers start in seconds, on a busy machine in many. */
const LIMIT_MS = 600_000

const RULES = `title: Shell
id: shell
name: shell
logsource: {category: test}
detection: {selection: {Image|endswith: '\\cmd.exe'}, condition: selection}
level: high
---
title: Cloud
id: cloud
logsource: {product: aws, service: cloudtrail}
detection: {selection: {eventName: DeleteTrail}, condition: selection}
---
title: Often
id: often
correlation: {type: event_count, rules: [shell], group-by: [Computer], timespan: 1h, condition: {gte: 3}, generate: true}
level: medium
`

const LOG = [0, 1, 2, 3, 30].map(minute => `${JSON.stringify({
  time: `2026-03-01T10:${String(minute).padStart(2, '0')}:00Z`, Computer: minute === 30 ? 'web1' : 'files1', Image: 'C:\\cmd.exe', category: 'test',
})}\n`).join('')

interface Hunt {
  readonly id: string
  readonly state: string
  readonly matching: number
  readonly progress: { readonly searched: number; readonly total: number }
  readonly previews: readonly { readonly key: string; readonly matches: number; readonly samples: readonly { readonly event: string }[] }[]
}

// Starts both engines.
describe.skipIf(byDepth(true, false, false))('retro-hunts, on real engines', () => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-retro-'))
  let server: OpenServer

  beforeAll(async () => {
    writeFileSync(join(folder, 'rules.yml'), RULES)
    server = await openServer({ ruleDirectories: [folder] })
    const bytes = new TextEncoder().encode(LOG)
    const { id } = await announce(server.ask, 'log.jsonl', bytes)
    await sendRest(server.ask, id, bytes, bytes.length)
    await answered(server.ask('anna', 'POST', `/uploads/${id}/finish`))
    await jobEnded(server.ask, id)
  }, LIMIT_MS)

  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }, LIMIT_MS)

  const ended = async (id: string): Promise<Hunt> => {
    await expect.poll(async () => (await answered<Hunt>(server.ask('vic', 'GET', `/retro-hunts/${id}`))).state, { timeout: LIMIT_MS / 10 }).not.toBe('running')
    return answered<Hunt>(server.ask('vic', 'GET', `/retro-hunts/${id}`))
  }

  test('what rules find of what is stored is what detection found, and is told by rule', async () => {
    const begun = await answered<Hunt>(server.ask('vic', 'POST', '/retro-hunts', { rules: ['shell', 'often', 'cloud'] }))
    const hunt = await ended(begun.id)
    expect(hunt).toMatchObject({
      state: 'done', matching: 2, progress: { searched: 5, total: 5 },
      previews: [
        { key: 'shell', matches: 5, findings: 2, subjects: [{ count: 4 }, { count: 1 }], buckets: [{ time: '2026-03-01T10:00:00.000000Z', count: 5 }] },
        { key: 'often', matches: 2 },
      ],
    })
    const stated = await answered<{ items: { key: string; hits: { count: number } }[] }>(server.ask('vic', 'GET', '/rules'))
    expect(stated.items.map(({ key, hits }) => [key, hits.count])).toEqual(expect.arrayContaining([['shell', 5], ['often', 2], ['cloud', 0]]))
    const [sample] = hunt.previews[0]!.samples
    expect(await answered(server.ask('vic', 'GET', `/events/${sample!.event}`))).toMatchObject({ fields: { Image: 'C:\\cmd.exe' } })
  }, LIMIT_MS)

  test('between times, correlations count what came before', async () => {
    const { id } = await answered<Hunt>(server.ask('vic', 'POST', '/retro-hunts', { rules: ['often'], from: '2026-03-01T10:03:00Z', to: '2026-03-01T10:04:00Z' }))
    expect(await ended(id)).toMatchObject({ state: 'done', previews: [{ key: 'often', matches: 1 }] })
  }, LIMIT_MS)

  test('a retro-hunt is its owner\'s, of known rules, and nobody else\'s organisation sees it', async () => {
    const { id } = await answered<Hunt>(server.ask('vic', 'POST', '/retro-hunts', { rules: ['shell'] }))
    const statusOf = async (who: string, method: string, path: string, body?: unknown) => (await server.ask(who, method, path, body)).status
    expect(await statusOf('anna', 'GET', `/retro-hunts/${id}`)).toBe(404)
    expect(await statusOf('oto', 'POST', '/retro-hunts', { rules: ['shell'] })).toBe(404)
    expect(await statusOf('vic', 'POST', '/retro-hunts', { rules: ['nothing'] })).toBe(404)
    expect(await answered<Hunt>(server.ask('vic', 'DELETE', `/retro-hunts/${id}`))).toMatchObject({ id })
  }, LIMIT_MS)

  test('rules that nothing stored can match are named with the reason', async () => {
    const { items } = await answered<{ items: readonly { key: string; reason: string }[] }>(server.ask('vic', 'GET', '/rule-never-firing'))
    expect(items).toMatchObject([{ key: 'cloud', reason: 'no-field', fields: ['eventName'] }])
  }, LIMIT_MS)
})

test('a retro-hunt that is cancelled stops, keeps what it found, and makes room for another', async () => {
  const hunts = new RetroHunts(() => 0)
  async function* endless(signal: AbortSignal): AsyncGenerator<HuntStep> {
    for (let searched = 0; !signal.aborted; searched++) {
      yield { kind: 'progress', progress: { searched, total: 9, candidates: 0 } }
      await new Promise(resolve => setImmediate(resolve))
    }
  }
  const first = hunts.start('ann', 1, endless)
  expect([first?.state, hunts.start('ann', 1, endless)?.state, hunts.start('ann', 1, endless), hunts.start('bob', 1, endless)?.state]).toEqual(['running', 'running', null, 'running'])
  expect(hunts.find('bob', first!.id)).toBeUndefined()
  expect(await hunts.cancel('ann', first!.id)).toMatchObject({ state: 'cancelled', finishedAt: 0 })
  expect(hunts.start('ann', 1, endless)?.state).toBe('running')
  await hunts.close()
})
