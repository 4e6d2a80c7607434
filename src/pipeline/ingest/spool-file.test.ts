import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SPARE_FILES } from './defaults.ts'
import { SpareFiles, takeSpare } from './spare-files.ts'
import { SpoolFile } from './spool-file.ts'

describe('a spool file', () => {
  let folder = ''
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'noroshi-spool-')) })
  afterEach(() => rmSync(folder, { recursive: true }))

  const written = (name: string, ...blocks: string[]) => {
    const file = new SpoolFile(join(folder, name), takeSpare)
    for (const block of blocks) file.append(Buffer.from(block))
    return file.close()
  }

  test('holds what was written, in its order, and is none where nothing was', () => {
    expect(readFileSync(written('a', 'one ', 'two')!, 'utf8')).toBe('one two')
    expect(written('b')).toBeNull()
    expect(readdirSync(folder)).toEqual(['a'])
  })

  test('written over a spare one has nothing of it', async () => {
    const spares = new SpareFiles(folder)
    await spares.keep(written('a', 'a long text of before')!)
    expect(readFileSync(written('b', 'short')!, 'utf8')).toBe('short')
    expect(readdirSync(folder)).toEqual(['b'])
  })

  test('is gone when it is removed, also half way', async () => {
    const spares = new SpareFiles(folder)
    await spares.keep(written('a', 'before')!)
    const file = new SpoolFile(join(folder, 'b'), takeSpare)
    file.append(Buffer.from('half'))
    file.remove()
    expect(readdirSync(folder)).toEqual([])
  })

  test('is spare in a bounded number, until the spare ones are removed', async () => {
    const spares = new SpareFiles(folder)
    for (let number = 0; number < SPARE_FILES + 3; number++) {
      const file = new SpoolFile(join(folder, `f${number}`))
      file.append(Buffer.from('x'))
      await spares.keep(file.close()!)
    }
    await spares.keep(join(folder, 'never written'))
    expect(readdirSync(folder)).toHaveLength(SPARE_FILES)
    await spares.remove()
    expect(readdirSync(folder)).toEqual([])
  })
})
