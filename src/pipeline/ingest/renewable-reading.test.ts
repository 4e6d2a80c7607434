import { expect, test } from 'vitest'
import type { ReadingOptions } from './ingest-evidence.ts'
import type { OpenedReading } from './renewable-reading.ts'
import { RenewableReading, toldTo } from './renewable-reading.ts'

/** Readings numbered in the order in which they are opened. */
function numbered() {
  const closed: number[] = []
  let opened = 0
  const open = (): OpenedReading => {
    const number = ++opened
    const reading: ReadingOptions = {
      decoders: [], version: { decoderVersion: '1', rulesetHash: String(number) }, stages: { version: String(number), make: () => [] }, archives: {}, workers: 1,
      run: () => Promise.reject(new Error(String(number))), onProgress: () => {}, onRoom: () => {},
    }
    return { reading, close: async () => { closed.push(number) } }
  }
  return { live: new RenewableReading(open), closed }
}

test('who copied the reading keeps its rules, who copies it later has those of then', async () => {
  const { live, closed } = numbered()
  const before = { ...live.reading }
  await live.renew()
  const after = { ...live.reading }
  expect([before.version.rulesetHash, after.version.rulesetHash, after.stages.version, live.reading.version.rulesetHash, closed]).toEqual(['1', '2', '2', '2', [1]])
  expect(after.run).not.toBe(before.run)
  await live.close()
  expect(closed).toEqual([1, 2])
})

test('the same reading told elsewhere is renewed with it', async () => {
  const { live } = numbered()
  const rooms: string[] = []
  const told = toldTo(live.reading, { onProgress: () => {}, onRoom: state => rooms.push(state) })
  await live.renew()
  told.onRoom('paused')
  expect([told.version.rulesetHash, rooms]).toEqual(['2', ['paused']])
})
