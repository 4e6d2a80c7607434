import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { TarBox } from './tar-box.ts'
import { readTarHeader, writeTarHeader } from './tar-header.ts'

async function* one(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(text)
}

async function textOf(box: TarBox, name: string): Promise<string> {
  let text = ''
  for await (const block of box.read(name)) text += Buffer.from(block).toString('utf8')
  return text
}

async function finished(folder: string): Promise<string> {
  const path = join(folder, 'b.tar')
  const box = await TarBox.create(path)
  for (const name of ['objects/a', 'objects/b', 'backups/c']) await box.add(one(`content of ${name}`.repeat(100)), () => name)
  await box.finish()
  await box.close()
  return path
}

describe('a backup in one file', () => {
  test('is a tar archive, and gives back what was put in', async () => {
    const path = await finished(temporaryFolder())
    expect(execFileSync('tar', ['-tf', path], { encoding: 'utf8' })).toBe('objects/a\nobjects/b\nbackups/c\n')
    const box = await TarBox.open(path)
    expect([await textOf(box, 'objects/b'), await box.list('objects/'), await box.has('objects/c')]).toEqual(['content of objects/b'.repeat(100), ['objects/a', 'objects/b'], false])
    await box.close()
  })

  test('keeps what is given twice once', async () => {
    const path = join(temporaryFolder(), 'b.tar')
    const box = await TarBox.create(path)
    expect([await box.add(one('x'), () => 'objects/x'), await box.add(one('x'), () => 'objects/x'), await box.add(one('y'), () => 'objects/y')]).toEqual([true, false, true])
    await box.finish()
    await box.close()
    expect(execFileSync('tar', ['-tf', path], { encoding: 'utf8' })).toBe('objects/x\nobjects/y\n')
  })

  test('has its name only when it is whole, and leaves nothing when it is not finished', async () => {
    const folder = temporaryFolder()
    const box = await TarBox.create(join(folder, 'b.tar'))
    await box.add(one('x'), () => 'objects/x')
    expect(readdirSync(folder)).toEqual(['b.tar.part'])
    await box.close()
    expect(readdirSync(folder)).toEqual([])
  })

  test('is never written over another', async () => {
    const path = await finished(temporaryFolder())
    await expect(TarBox.create(path)).rejects.toMatchObject({ code: 'backup-failed' })
    const late = join(temporaryFolder(), 'late.tar')
    const box = await TarBox.create(late)
    writeFileSync(late, 'mine')
    await expect(box.finish()).rejects.toMatchObject({ code: 'backup-failed' })
    await box.close()
    expect([readFileSync(late, 'utf8'), existsSync(`${late}.part`)]).toEqual(['mine', false])
  })

  test('is refused wherever it was cut off, with the part before or within', async () => {
    const path = await finished(temporaryFolder())
    const { length } = readFileSync(path)
    for (const end of [length - 1_024, length - 2_000, 3_000, 600, 512, 100, 0]) {
      truncateSync(path, end)
      await expect(TarBox.open(path)).rejects.toMatchObject({ code: 'bad-backup' })
    }
  })

  test('is refused where a header is damaged, and where it is something else', async () => {
    const folder = temporaryFolder({ 'thesis.txt': 'x'.repeat(2_000) })
    await expect(TarBox.open(join(folder, 'thesis.txt'))).rejects.toMatchObject({ code: 'bad-backup', message: expect.stringContaining('is no backup') })
    await expect(TarBox.open(join(folder, 'none'))).rejects.toMatchObject({ code: 'no-such-path' })
    const path = await finished(folder)
    const content = readFileSync(path)
    content[content.indexOf('objects/b')]! ^= 1
    writeFileSync(path, content)
    await expect(TarBox.open(path)).rejects.toMatchObject({ code: 'bad-backup', message: expect.stringContaining('behind objects/a') })
  })
})

test.each([0, 511, 0o77777777777, 0o100000000000, 2 ** 50])('a header of a member of %i bytes says so', size => {
  expect(readTarHeader(writeTarHeader('objects/x', size, 1_800_000_000))).toEqual({ name: 'objects/x', size })
})
