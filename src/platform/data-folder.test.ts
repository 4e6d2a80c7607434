import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { byDepth } from '../../test/depth.ts'
import { runProgram } from '../../test/run-noroshi.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { lockOwner } from './data-folder-lock.ts'
import type { DataFolder } from './data-folder.ts'
import { makeDataFolder, openDataFolder } from './data-folder.ts'
import { resetDataFolder } from './reset-data-folder.ts'

const MODULE = new URL('./data-folder.ts', import.meta.url).href

/** Opens the folder, says so, and stays until it is killed or its input closes; exit code 3 when it is refused. */
const HOLDER = `
const { openDataFolder } = await import(${JSON.stringify(MODULE)})
try {
  openDataFolder(process.argv[1])
} catch (error) {
  console.log(error.code)
  process.exit(3)
}
console.log('held')
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))`

function open(folder: string, ...rest: Parameters<typeof openDataFolder> extends [string, ...infer R] ? R : never): DataFolder {
  const data = openDataFolder(folder, ...rest)
  onTestFinished(() => data.close())
  return data
}

function startHolder(folder: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => { child.kill('SIGKILL') })
  const answer = new Promise<string>(resolve => child.stdout.once('data', text => resolve(String(text).trim())))
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  return { child, answer, ended }
}

describe('a data folder', () => {
  test('is made for its owner alone, with a version and its folders', () => {
    const data = open(join(temporaryFolder(), 'new/data'))
    expect(readFileSync(join(data.path, 'version'), 'utf8')).toBe('1\n')
    expect(readdirSync(data.path).sort()).toEqual(['custody', 'evidence', 'lock', 'rules', 'run', 'spool', 'streams', 'uploads', 'version'])
    for (const name of ['', 'evidence', 'custody', 'spool', 'uploads', 'streams', 'rules', 'run']) {
      expect([name, statSync(join(data.path, name)).mode & 0o777]).toEqual([name, 0o700])
    }
  })

  test('may be an empty folder that is there already', () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o755)
    expect(statSync(open(folder).path).mode & 0o777).toBe(0o700)
  })

  test('is opened again after it was closed', () => {
    const folder = temporaryFolder()
    openDataFolder(folder).close()
    open(folder)
  })

  test('is not made of somebody else\'s folder', () => {
    const folder = temporaryFolder({ 'thesis.txt': '' })
    expect(() => openDataFolder(folder)).toThrow(expect.objectContaining({ code: 'data-not-ours', message: expect.stringContaining('thesis.txt') }))
    expect(readdirSync(folder)).toEqual(['thesis.txt'])
  })

  test('is not made of a file, nor below one', () => {
    const folder = temporaryFolder({ file: '' })
    expect(() => openDataFolder(join(folder, 'file'))).toThrow(expect.objectContaining({ code: 'data-not-ours' }))
    expect(() => openDataFolder(join(folder, 'file/data'))).toThrow(expect.objectContaining({ code: 'data-unusable' }))
  })

  test('is made for who keeps a file there beside others, whoever holds it', () => {
    const folder = join(temporaryFolder(), 'data')
    mkdirSync(join(makeDataFolder(folder).path, 'gateway'))
    open(folder)
    expect(makeDataFolder(folder).path).toBe(folder)
  })

  test('is finished by the next start when a crash interrupted its making', () => {
    const folder = temporaryFolder({ lock: '', 'version.123.part': '1', 'run/owner.json': '{"pid":' })
    expect(readFileSync(join(open(folder).path, 'version'), 'utf8')).toBe('1\n')
  })
})

describe('the version of a data folder', () => {
  test('that is newer is refused, with what to do', () => {
    const folder = temporaryFolder({ version: '7\n' })
    expect(() => openDataFolder(folder)).toThrow(expect.objectContaining({
      code: 'data-newer', message: expect.stringContaining('has version 7; this Noroshi knows versions up to 1'), mend: expect.stringContaining('later one'),
    }))
  })

  test('that is older is migrated step by step, and goes on after a step that failed', () => {
    const folder = temporaryFolder({ version: '1\n' })
    const steps: string[] = []
    const failing = [() => steps.push('2'), () => { throw new Error('power') }]
    expect(() => openDataFolder(folder, failing)).toThrow('power')
    open(folder, [() => steps.push('2 again'), () => steps.push('3'), () => steps.push('4')])
    expect([steps, readFileSync(join(folder, 'version'), 'utf8')]).toEqual([['2', '3', '4'], '4\n'])
  })

  test('that is none of ours makes the folder none of ours', () => {
    const folder = temporaryFolder({ version: 'v1.2.3\n', 'src/main.c': '' })
    expect(() => openDataFolder(folder)).toThrow(expect.objectContaining({ code: 'data-not-ours' }))
  })
})

describe('the lock of a data folder', () => {
  test('keeps this process from opening it twice', () => {
    const folder = temporaryFolder()
    open(folder)
    expect(() => openDataFolder(folder)).toThrow(expect.objectContaining({ code: 'data-locked', message: expect.stringContaining('by this process') }))
  })

  test('keeps another process out, by name, until the holder is killed', async () => {
    const folder = temporaryFolder()
    const { child, answer, ended } = startHolder(folder)
    expect(await answer).toBe('held')
    expect(lockOwner(folder)?.pid).toBe(child.pid)
    expect(() => openDataFolder(folder)).toThrow(expect.objectContaining({ code: 'data-locked', message: expect.stringContaining(`by process ${child.pid}`) }))
    child.kill('SIGKILL')
    await ended
    expect(lockOwner(folder)).toBe(null)
    open(folder)
  })

  test('goes to exactly one of many that start at once, on a new folder and on one left by a killed process', async () => {
    for (let round = 0; round < byDepth(1, 3, 25); round++) {
      const folder = join(temporaryFolder(), 'data')
      for (const state of ['new', 'left']) {
        const starters = Array.from({ length: 4 }, () => startHolder(folder))
        const answers = await Promise.all(starters.map(({ answer }) => answer))
        expect([state, answers.sort()]).toEqual([state, ['data-locked', 'data-locked', 'data-locked', 'held']])
        for (const { child } of starters) child.kill('SIGKILL')
        await Promise.all(starters.map(({ ended }) => ended))
      }
    }
  })

  test('is not broken by a foreign file in its place', () => {
    const folder = temporaryFolder({ version: '1\n', lock: 'no database'.repeat(100) })
    expect(() => openDataFolder(folder)).toThrow(expect.objectContaining({ code: 'data-unusable' }))
  })
})

describe('a reset', () => {
  test('removes everything of ours and the folder', () => {
    const folder = join(temporaryFolder(), 'data')
    openDataFolder(folder).close()
    writeFileSync(join(folder, 'evidence/blob'), 'x')
    for (const later of ['certificate', 'sensor-authority', 'gateway']) mkdirSync(join(folder, later))
    expect(resetDataFolder(folder)).toEqual({ kept: [] })
    expect(existsSync(folder)).toBe(false)
  })

  test('leaves what is not ours, and says so', () => {
    const folder = temporaryFolder()
    openDataFolder(folder).close()
    writeFileSync(join(folder, 'notes.txt'), 'x')
    expect([resetDataFolder(folder), readdirSync(folder)]).toEqual([{ kept: ['notes.txt'] }, ['notes.txt']])
  })

  test('does not follow symbolic links out, and removes what it is told lies elsewhere', () => {
    const folder = temporaryFolder()
    const outside = temporaryFolder({ 'precious.txt': 'x', 'deep/er.txt': 'y' })
    openDataFolder(folder).close()
    symlinkSync(outside, join(folder, 'evidence/link'))
    rmSync(join(folder, 'spool'), { recursive: true })
    symlinkSync(outside, join(folder, 'spool'))
    const elsewhere = temporaryFolder({ 'base/1': '' })
    resetDataFolder(folder, [elsewhere])
    expect(existsSync(elsewhere)).toBe(false)
    expect(readdirSync(outside, { recursive: true }).sort()).toEqual(['deep', 'deep/er.txt', 'precious.txt'])
  })

  test('refuses a symbolic link, a folder that is not ours, and one in use', () => {
    const folder = temporaryFolder({ 'thesis.txt': '' })
    expect(() => resetDataFolder(folder)).toThrow(expect.objectContaining({ code: 'data-not-ours' }))
    const used = open(join(folder, 'data'))
    expect(() => resetDataFolder(used.path)).toThrow(expect.objectContaining({ code: 'data-locked' }))
    symlinkSync(used.path, join(folder, 'link'))
    used.close()
    expect(() => resetDataFolder(join(folder, 'link'))).toThrow(expect.objectContaining({ code: 'data-not-ours' }))
  })

  test('that was interrupted is finished by the next', () => {
    const folder = join(temporaryFolder(), 'data')
    mkdirSync(folder)
    openDataFolder(folder).close()
    for (const name of ['evidence', 'run', 'custody']) rmSync(join(folder, name), { recursive: true })
    resetDataFolder(folder)
    expect(existsSync(folder)).toBe(false)
  })
})

test('opening a data folder prints no warning', async () => {
  const { stderr } = await runProgram(process.execPath, ['--input-type=module', '-e', HOLDER, join(temporaryFolder(), 'data')])
  expect(stderr).toBe('')
})
