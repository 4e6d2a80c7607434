import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { copySegments, keepNames } from './copy-files.ts'
import { FolderBox } from './folder-box.ts'
import { PartWriter } from './part-writer.ts'
import { PLAIN } from './sealing.ts'

const segment = (number: number, state: string) => `default/logs/${String(number).padStart(12, '0')}.${state}`

test('what a source sent is kept under whatever name, while segments are sealed and read into the store', async () => {
  const from = temporaryFolder({ [segment(1, 'open')]: 'first' })
  const to = join(temporaryFolder(), 'kept')
  let newest = 1
  let isDone = false
  const source = (async () => {
    while (!isDone) {
      renameSync(join(from, segment(newest, 'open')), join(from, segment(newest, 'sealed')))
      newest++
      writeFileSync(join(from, segment(newest, 'open')), String(newest))
      // The store has taken the one before.
      if (newest % 3 === 0) rmSync(join(from, segment(newest - 2, 'sealed')), { force: true })
      await setImmediate()
    }
  })()
  for (let turn = 0; turn < 20; turn++) await setImmediate()
  const here = Array.from({ length: newest }, (_, index) => index + 1).filter(number => ['open', 'sealed'].some(state => existsSync(join(from, segment(number, state)))))
  await keepNames(from, to)
  isDone = true
  await source
  const isKept = (number: number) => ['open', 'sealed'].some(state => existsSync(join(to, segment(number, state))))
  const isGone = (number: number) => !['open', 'sealed'].some(state => existsSync(join(from, segment(number, state))))
  expect(here.filter(number => !isKept(number) && !isGone(number))).toEqual([])
})

test('segments go into a backup once, and not those that are evidence already', async () => {
  const kept = temporaryFolder({
    [segment(1, 'sealed')]: 'evidence', [segment(2, 'open')]: 'two names', [segment(2, 'sealed')]: 'two names', [segment(3, 'open')]: 'open', 'default/logs/sequence': '3',
  })
  const box = join(temporaryFolder(), 'box')
  mkdirSync(box)
  const parts = await copySegments(new PartWriter(await FolderBox.create(box), PLAIN, () => {}), kept, new Set(['default/logs/000000000001']))
  expect(parts.map(part => (part.kind === 'file' ? part.path : ''))).toEqual([`streams/${segment(2, 'sealed')}`, `streams/${segment(3, 'open')}`, 'streams/default/logs/sequence'])
  const [first] = parts
  expect(readFileSync(join(box, 'objects', first!.object.slice(0, 2), first!.object), 'utf8')).toBe('two names')
})

test('the marks of sources are those from before, though they grow while the rest is copied', async () => {
  const folder = temporaryFolder({ 'from/default/logs/marks': '["a","1"]\n', 'from/default/logs/sequence': '1' })
  await keepNames(join(folder, 'from'), join(folder, 'to'))
  appendFileSync(join(folder, 'from/default/logs/marks'), '["a","2"]\n')
  expect([readFileSync(join(folder, 'to/default/logs/marks'), 'utf8'), readFileSync(join(folder, 'to/default/logs/sequence'), 'utf8')]).toEqual(['["a","1"]\n', '1'])
})
