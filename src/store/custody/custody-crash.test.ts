import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { Custody } from './custody.ts'
import { verifyCustody } from './verify-custody.ts'

/** Receives, deletes, several at a time, and tells what is done. */
const WORKER = `
import { randomBytes } from 'node:crypto'
const { Custody } = await import(${JSON.stringify(new URL('./custody.ts', import.meta.url).href)})
const custody = await Custody.open({ evidence: process.argv[1] + '/evidence', custody: process.argv[1] + '/custody' }, 'worker')
console.log('open')
async function* content() { for (let n = Math.floor(Math.random() * 3); n >= 0; n--) yield randomBytes(50000) }
async function work() {
  for (let n = 0; ; n++) {
    const { blob } = await custody.receive(content(), { path: 'some/file', actor: 'worker' })
    console.log('received ' + blob)
    await custody.identify(blob, [{ evidence: blob, path: '' }], 'worker')
    if (n % 3 > 0) continue
    await custody.delete({ kind: 'blob', sha256: blob }, 'worker', 'test')
    console.log('deleted ' + blob)
  }
}
await Promise.all([work(), work(), work()])`

test('a process killed at any moment leaves ledger and store agreeing, with all it had told of', async () => {
  let total = 0
  const rounds = byDepth(3, 10, 250)
  // On a machine that is busy with something else, some are killed before they have done anything.
  for (let round = 0; round < rounds || (total === 0 && round < rounds * 10); round += ROUNDS_A_FOLDER) {
    total += await crashRounds(round, Math.min(ROUNDS_A_FOLDER, Math.max(rounds - round, 3)))
  }
  expect(total).toBeGreaterThan(0)
})

/** All that a folder holds is verified twice in each round: more of them in one would only read the same again. */
const ROUNDS_A_FOLDER = 10

/** Kills that many processes in a row over one folder; answers how many blobs they had told of. */
async function crashRounds(from: number, count: number): Promise<number> {
  const root = temporaryFolder()
  const folders = { evidence: join(root, 'evidence'), custody: join(root, 'custody') }
  const received: string[] = []
  const deleted = new Set<string>()
  for (let round = from; round < from + count; round++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', WORKER, root], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => { child.kill('SIGKILL') })
    let output = ''
    child.stdout.on('data', text => { output += text })
    // The first round may end while the key is made.
    if (round > from) await new Promise(resolve => child.stdout.once('data', resolve))
    await new Promise(resolve => setTimeout(resolve, 20 + Math.random() * 250))
    child.kill('SIGKILL')
    await new Promise(resolve => child.once('close', resolve))
    for (const [, deed, blob = ''] of output.matchAll(/^(received|deleted) ([0-9a-f]{64})$/gm)) {
      if (deed === 'received') received.push(blob)
      else deleted.add(blob)
    }
    const crashed = await verifyCustody(folders)
    expect([round, crashed.problems.filter(({ kind }) => !LEFT_AT_FIRST_USE.has(kind))]).toEqual([round, []])
    const custody = await Custody.open(folders, 'tester')
    await custody.close()
    expect([round, await verifyCustody(folders)]).toMatchObject([round, { sound: true, notes: [] }])
    for (const blob of received) {
      if (deleted.has(blob)) expect(custody.register.isStored(blob)).toBe(false)
      else expect(custody.register.blob(blob)).toBeDefined()
    }
  }
  return received.length
}

/** Before the first entry is whole there is no head, and perhaps no public key. */
const LEFT_AT_FIRST_USE = new Set(['head-missing', 'key-missing'])

const MOUNT = '/bin/mount'
const UNMOUNT = '/bin/umount'

test('a disk that fills up refuses evidence, keeps what it has, and goes on when there is room', async context => {
  const disk = join(temporaryFolder(), 'disk')
  mkdirSync(disk)
  try {
    execFileSync(MOUNT, ['-t', 'tmpfs', '-o', 'size=3m', 'noroshi-test', disk], { stdio: 'ignore' })
  } catch {
    return context.skip('no file system may be mounted here')
  }
  onTestFinished(() => { execFileSync(UNMOUNT, [disk]) })
  const folders = { evidence: join(disk, 'evidence'), custody: join(disk, 'custody') }
  const custody = await Custody.open(folders, 'tester')
  const put = (bytes: number) => custody.receive((async function* () { yield randomBytes(bytes) })(), { path: 'x', actor: 'tester' })
  const refusals: unknown[] = []
  for (let n = 0; n < 60 && refusals.length < 20; n++) await put(n < 20 ? 120_000 : 3_000).catch((cause: unknown) => refusals.push(cause))
  writeFileSync(join(disk, 'ballast'), '')
  fill(join(disk, 'ballast'))
  await put(10).catch((cause: unknown) => refusals.push(cause))
  expect(new Set(refusals.map(cause => cause instanceof Error && 'code' in cause ? cause.code : cause))).toEqual(new Set(['disk-full']))
  expect([await verifyCustody(folders), readdirSync(join(folders.evidence, 'incoming'))]).toMatchObject([{ sound: true }, []])
  rmSync(join(disk, 'ballast'))
  const { blob } = [...custody.register.blobs][0]!
  await custody.delete({ kind: 'blob', sha256: blob }, 'tester', 'room')
  await put(10_000)
  await custody.close()
  expect(await verifyCustody(folders)).toMatchObject({ sound: true, notes: [] })
})

/** To the last byte. */
function fill(path: string): void {
  for (const size of [100_000, 4_096]) {
    try {
      for (;;) writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(size)]))
    } catch {
      // Full for pieces of this size.
    }
  }
}
