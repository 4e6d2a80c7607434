import { appendFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { segmentLineOf } from './segment.ts'
import type { SegmentFile } from './segment-files.ts'
import { KeptMarks, keepMarks } from './segment-marks.ts'
import { SpoolRoom } from './spool-room.ts'
import { StreamSpool } from './stream-spool.ts'
import { keptDocuments } from './testing/kept-documents.ts'

const SOURCE = { organisation: 'default', name: 'drop', format: 'document' }

async function* blocks(...texts: readonly (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    if (text instanceof Error) throw text
    yield Buffer.from(text)
  }
}

async function open(folder: string, limits = {}) {
  const sealed: SegmentFile[] = []
  const spool = await StreamSpool.open(SOURCE, { room: new SpoolRoom(folder, { reserveBytes: 0, ...limits }), onSealed: segment => sealed.push(segment) })
  onTestFinished(() => spool.close())
  return { spool, sealed, kept: () => keptDocuments(spool.folder) }
}

test('a content is a segment of its own, known again by its mark, also after a restart', async () => {
  const folder = temporaryFolder()
  const { spool, sealed, kept } = await open(folder)
  const a = { name: 'a.eml', of: 'file-a', at: 'taken' }
  expect(await spool.keepDocument({ ...a, content: blocks('one\n', 'two') })).toBe('kept')
  expect(await spool.keepDocument({ ...a, content: blocks(new Error('is not read')) })).toBe('known')
  expect(await spool.keepDocument({ ...a, at: 'again', content: blocks('#5 00000000 1 tcp x\n') })).toBe('kept')
  expect(kept()).toEqual([{ name: 'a.eml', content: 'one\ntwo' }, { name: 'a.eml', content: '#5 00000000 1 tcp x\n' }])
  expect(sealed.map(({ sequence }) => sequence)).toEqual([1, 2])
  expect(spool.meter.figures()).toMatchObject({ records: 2 })
  await spool.close()
  const again = await open(folder)
  expect(again.sealed.map(({ sequence, bytes }) => [sequence, bytes])).toEqual(sealed.map(({ sequence, bytes }) => [sequence, bytes]))
  expect(await again.spool.keepDocument({ ...a, at: 'again', content: blocks('no') })).toBe('known')
})

test('one that is marked by its digest is kept when it is another', async () => {
  const { spool, kept } = await open(temporaryFolder())
  const taken = []
  for (const text of ['a', 'a', 'b', 'b', 'a']) taken.push(await spool.keepDocument({ name: 'x', of: 'url-1', at: null, content: blocks(text) }))
  expect(taken).toEqual(['kept', 'known', 'kept', 'known', 'kept'])
  expect(kept().map(({ content }) => content)).toEqual(['a', 'b', 'a'])
  expect(readdirSync(spool.folder).filter(name => name.endsWith('.open'))).toEqual([])
})

test('nothing is left of one that breaks off, nor of one whose end a sudden end cut off', async () => {
  const folder = temporaryFolder()
  const { spool, kept } = await open(folder)
  await expect(spool.keepDocument({ name: 'x', of: 'a', at: '1', content: blocks('half', new Error('broken off')) })).rejects.toThrow('broken off')
  expect([kept(), readdirSync(spool.folder)]).toEqual([[], ['sequence']])
  await spool.close()
  // A content that looks as if a whole batch followed.
  writeFileSync(join(spool.folder, '000000000009.open'), Buffer.concat([segmentLineOf({ source: 'drop', sequence: 9, format: 'document', opened: 0, document: { name: 'x', mark: { of: 'a', at: '1' } } }), Buffer.from('#2 00000000 1 tcp -\nx\n')]))
  const again = await open(folder)
  expect([again.kept(), again.sealed, again.spool.marks.size]).toEqual([[], [], 0])
  expect(await again.spool.keepDocument({ name: 'x', of: 'a', at: '1', content: blocks('whole') })).toBe('kept')
  expect(again.sealed[0]?.sequence).toBe(10)
})

test('one that was sealed before its mark was written down is known', async () => {
  const folder = temporaryFolder()
  const own = join(folder, 'default/drop')
  mkdirSync(own, { recursive: true })
  writeFileSync(join(own, '000000000004.sealed'), Buffer.concat([segmentLineOf({ source: 'drop', sequence: 4, format: 'document', opened: 0, document: { name: 'x', mark: { of: 's3-1', at: 'e' } } }), Buffer.from('x')]))
  const { spool } = await open(folder)
  expect(await spool.keepDocument({ name: 'x', of: 's3-1', at: 'e', content: blocks('x') })).toBe('known')
})

test.skipIf(IS_QUICK)('waits while there is no room, and lets go by a signal or when it is closed', async () => {
  const { spool, kept } = await open(temporaryFolder(), { reserveBytes: Infinity })
  const stop = new AbortController()
  const waiting = spool.keepDocument({ name: 'x', of: 'a', at: '1', content: blocks(new Error('is not read')) }, stop.signal)
  await expect.poll(() => spool.state.kind).toBe('paused')
  stop.abort(new Error('enough'))
  await expect(waiting).rejects.toThrow('enough')
  const other = spool.keepDocument({ name: 'x', of: 'a', at: '1', content: blocks('x') })
  await Promise.all([expect(other).rejects.toThrow('the source is closed'), spool.close()])
  expect(kept()).toEqual([])
})

test('a name is made fit for a path, and a long one keeps its end', async () => {
  const { spool, kept } = await open(temporaryFolder())
  for (const name of ['a\n\u0000b!/c', '', `${'🔥'.repeat(1_000)}.csv`]) await spool.keepDocument({ name, of: 'n', at: String(name.length), content: blocks('x') })
  expect(kept().map(({ name }) => name)).toEqual(['a b_/c', 'content', `${'🔥'.repeat(296)}.csv`])
})

test('marks are a line each, of which the last counts; those of earlier versions, and what was cut off, are read over', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'marks'), '[["a","1"],["b","1"]]')
  await keepMarks(folder, [{ of: 'a', at: '2' }, { of: 'c', at: '1' }])
  appendFileSync(join(folder, 'marks'), '["b","no')
  await keepMarks(folder, [{ of: 'c', at: '2' }])
  const marks = await KeptMarks.open(folder)
  expect([...marks.all]).toEqual([['b', '1'], ['a', '2'], ['c', '2']])
  for (let at = 0; at < 10_050; at++) marks.set({ of: 'a', at: String(at) })
  await marks.keep(Array.from({ length: 10_050 }, (_, at) => ({ of: 'a', at: String(at) })))
  expect(readFileSync(join(folder, 'marks'), 'utf8')).toBe('["b","1"]\n["c","2"]\n["a","10049"]\n')
})
