import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { SilenceWatch } from './silence-watch.ts'
import { SpoolRoom } from './spool-room.ts'
import { StreamSpool } from './stream-spool.ts'

const MINUTE_MS = 60_000
const START_MS = Date.UTC(2026, 10, 1)

test('writes a record of a source that fell silent, once, also over a restart, and one when it is back', async () => {
  const room = new SpoolRoom(temporaryFolder(), { reserveBytes: 0 })
  const sealed: string[] = []
  const open = async (name: string) => {
    const spool = await StreamSpool.open({ organisation: 'default', name, format: 'json' }, { room, onSealed: ({ path }) => sealed.push(path) })
    onTestFinished(() => spool.close())
    return spool
  }
  const lab = await open('lab')
  const own = await open('noroshi')
  let now = START_MS
  const streams = () => [{ source: lab.source, folder: lab.folder, lastRecord: lab.meter.figures().lastRecord, isDeaf: false }]
  const start = () => SilenceWatch.start({ streams, ownSpool: async () => own, onTrouble: trouble => { throw trouble } }, () => now)
  let watch = await start()
  const pass = async (minutes: number, speaks: boolean) => {
    for (let minute = 0; minute < minutes; minute++, now += MINUTE_MS) {
      if (speaks) lab.meter.took(1, 1, now * 1_000)
      await watch.look(now)
    }
  }
  await pass(25 * 60, true)
  await pass(20, false)
  expect(watch.isSilent(lab.folder)).toBe(true)
  await watch.close()
  watch = await start()
  await pass(20, false)
  await pass(1, true)
  expect(watch.isSilent(lab.folder)).toBe(false)
  await watch.close()
  await own.seal()
  const records = readFileSync(sealed[0]!, 'utf8').split('\n').filter(line => line.includes('noroshi_event')).map(line => JSON.parse(line) as Record<string, unknown>)
  expect(records.map(({ noroshi_event: what, source, time, usual_seconds: usual }) => ({ what, source, time, usual }))).toEqual([
    { what: 'source-silent', source: 'lab', time: '2026-11-02T01:04:00.000000Z', usual: 60 },
    { what: 'source-back', source: 'lab', time: '2026-11-02T01:40:00.000000Z', usual: 60 },
  ])
})
