import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { SpoolRoom } from '../../pipeline/collect/spool-room.ts'
import { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { keptDocuments } from '../../pipeline/collect/testing/kept-documents.ts'
import type { TakenFolder } from './take-folder.ts'
import { takeFolder } from './take-folder.ts'

const TIMEOUT = { timeout: 10_000, interval: 10 }

async function take(folder: string, more: Partial<TakenFolder> = {}, spoolFolder = temporaryFolder()) {
  const spool = await StreamSpool.open({ organisation: 'default', name: 'drop', format: 'document' }, { room: new SpoolRoom(spoolFolder, { reserveBytes: 0 }), onSealed: () => {} })
  const receiver = await takeFolder({ folder, everyMs: 10, settledMs: 0, ...more }, spool)
  const stop = async () => {
    await receiver.close()
    await spool.close()
  }
  onTestFinished(stop)
  return { spoolFolder, spool, receiver, stop, kept: () => keptDocuments(spool.folder) }
}

test('files of the folder and of those below it are taken whole, once by content, under whatever name', async () => {
  const folder = temporaryFolder({ 'a.eml': 'mail\n', 'sub/b.csv': 'x,y\n', '.hidden': 'no\n', 'c.part': 'no\n', 'd.log.tmp': 'no\n', '.git/e': 'no\n', 'empty': '' })
  const running = await take(folder)
  await expect.poll(running.kept, TIMEOUT).toEqual([{ name: 'a.eml', content: 'mail\n' }, { name: 'sub/b.csv', content: 'x,y\n' }])
  writeFileSync(join(folder, 'a-copy.eml'), 'mail\n')
  renameSync(join(folder, 'c.part'), join(folder, 'c'))
  await expect.poll(() => running.kept().length, TIMEOUT).toBe(3)
  writeFileSync(join(folder, 'sub/b.csv'), 'x,y\n1,2\n')
  await expect.poll(() => running.kept().at(-1), TIMEOUT).toEqual({ name: 'sub/b.csv', content: 'x,y\n1,2\n' })
  await running.stop()
  const again = await take(folder, {}, running.spoolFolder)
  await sleep(50)
  expect(again.kept().map(({ name }) => name)).toEqual(['a.eml', 'sub/b.csv', 'c', 'sub/b.csv'])
  expect(again.spool.meter.figures()).toMatchObject({ records: 0, malformed: 0 })
})

test('what was taken is moved away, under a name that is free, also when it was taken before', async () => {
  const folder = temporaryFolder({ 'a.log': 'one\n' })
  const first = await take(folder)
  await expect.poll(() => first.kept().length, TIMEOUT).toBe(1)
  await first.stop()
  mkdirSync(join(folder, 'done'))
  writeFileSync(join(folder, 'done/a.log'), 'older\n')
  writeFileSync(join(folder, 'b.log'), 'two\n')
  const second = await take(folder, { moveTo: join(folder, 'done') }, first.spoolFolder)
  await expect.poll(() => readdirSync(folder), TIMEOUT).toEqual(['done'])
  expect(readdirSync(join(folder, 'done')).sort()).toEqual(['1-a.log', 'a.log', 'b.log'])
  expect(second.kept().map(({ content }) => content)).toEqual(['one\n', 'two\n'])
})

test('one that is still written is waited for', async () => {
  const folder = temporaryFolder({ 'a.log': 'one\n' })
  const running = await take(folder, { settledMs: 300 })
  await sleep(100)
  expect(running.kept()).toEqual([])
  writeFileSync(join(folder, 'a.log'), 'one\ntwo\n')
  await expect.poll(running.kept, TIMEOUT).toEqual([{ name: 'a.log', content: 'one\ntwo\n' }])
})

test('what leads out of the folder is told once; a folder that goes away is trouble until it is back', async () => {
  const folder = temporaryFolder({ 'in/a.log': 'one\n' })
  symlinkSync('/etc/hostname', join(folder, 'in/link'))
  const running = await take(join(folder, 'in'))
  await expect.poll(() => running.kept().length, TIMEOUT).toBe(1)
  await sleep(50)
  expect(running.spool.meter.figures().samples.map(({ reason }) => reason)).toEqual([`${folder}/in/link: a symbolic link that leads out of the directory given is not followed`])
  rmSync(join(folder, 'in'), { recursive: true })
  await expect.poll(() => running.receiver.trouble?.(), TIMEOUT).toMatch(/ENOENT/)
  expect(existsSync(join(folder, 'in'))).toBe(false)
})

test('one that is not there does not begin', async () => {
  await expect(take(join(temporaryFolder(), 'nowhere'))).rejects.toThrow('ENOENT')
})
