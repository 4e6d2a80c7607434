import { createHash } from 'node:crypto'
import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { runProgram } from '../../../test/run-noroshi.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { blobPath } from '../evidence/blob-path.ts'
import type { CustodyFolders } from './custody.ts'
import { Custody } from './custody.ts'
import { verifyCustody } from './verify-custody.ts'

const ACTOR = 'alice@desk'

function folders(root: string): CustodyFolders {
  return { evidence: join(root, 'evidence'), custody: join(root, 'custody') }
}

async function open(root: string): Promise<Custody> {
  const custody = await Custody.open(folders(root), ACTOR)
  onTestFinished(() => custody.close())
  return custody
}

async function* content(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function problems(root: string, options = {}) {
  return verifyCustody(folders(root), options).then(verification => verification.problems.map(({ kind, where }) => `${kind} ${where}`))
}

function ledgerLines(root: string): string[] {
  return readFileSync(join(root, 'custody/ledger'), 'utf8').split('\n').slice(0, -1)
}

/** A small folder with one of each: two blobs of evidence, a deletion, a hold. */
async function fill(root: string): Promise<void> {
  const custody = await Custody.open(folders(root), ACTOR)
  const first = await custody.receive(content('first ', 'evidence'), { path: '/mnt/usb/日誌.log', actor: ACTOR, details: { modified: '2026-11-22' } })
  await custody.identify(first.blob, [{ evidence: first.blob, path: '' }], ACTOR)
  const second = await custody.receive(content('second'), { path: 'b.bin', actor: ACTOR })
  await custody.hold({ kind: 'blob', sha256: second.blob }, ACTOR, 'court order 7')
  const third = await custody.receive(content('third'), { path: 'c.bin', actor: ACTOR })
  await custody.delete({ kind: 'blob', sha256: third.blob }, ACTOR, 'private')
  await custody.close()
}

describe('custody', () => {
  test('writes down what came in, once per receipt, and stores the same bytes once', async () => {
    const root = temporaryFolder()
    const custody = await open(root)
    const answers = await Promise.all(['a.log', 'b.log', 'c.log'].map(path => custody.receive(content('same'), { path, actor: ACTOR })))
    expect(answers.map(({ blob, bytes }) => [blob, bytes])).toEqual(Array(3).fill([sha256('same'), 4]))
    expect(custody.register.blob(sha256('same'))?.receipts.map(({ path }) => path).sort()).toEqual(['a.log', 'b.log', 'c.log'])
    expect([await problems(root), readdirSync(join(root, 'evidence/incoming'))]).toEqual([[], []])
  })

  test('remembers everything after a restart', async () => {
    const root = temporaryFolder()
    await fill(root)
    const { register } = await open(root)
    expect([...register.blobs].map(({ receipts, deleted }) => [receipts[0]?.path, deleted !== null])).toEqual([
      ['/mnt/usb/日誌.log', false], ['b.bin', false], ['c.bin', true],
    ])
    expect([...register.holds]).toMatchObject([{ target: sha256('second'), reason: 'court order 7', actor: ACTOR }])
  })

  test('signs entries that say who did what, in canonical JSON', async () => {
    const root = temporaryFolder()
    await fill(root)
    const entries = ledgerLines(root).map(line => JSON.parse(line.split('\t')[0]!) as Record<string, unknown>)
    expect(entries.map(({ number, action, actor }) => `${number} ${action} ${actor}`)).toEqual([
      `1 opened ${ACTOR}`, `2 received ${ACTOR}`, `3 identified ${ACTOR}`, `4 received ${ACTOR}`, `5 held ${ACTOR}`, `6 received ${ACTOR}`, `7 deleted ${ACTOR}`,
    ])
    expect(entries[1]).toMatchObject({ blob: sha256('first evidence'), paths: ['/mnt/usb/日誌.log'], details: { bytes: 14, modified: '2026-11-22' } })
  })

  test('splits the members of a large archive over entries', async () => {
    const root = temporaryFolder()
    const custody = await open(root)
    const { blob } = await custody.receive(content('archive'), { path: 'a.zip', actor: ACTOR })
    const members = Array.from({ length: 10_000 }, (_, n) => ({ evidence: sha256(String(n)), path: `${n}.log` }))
    await custody.identify(blob, members, ACTOR)
    await custody.identify(blob, members, ACTOR)
    expect([ledgerLines(root).length, custody.register.blob(blob)?.members.length, await problems(root)]).toEqual([5, 10_000, []])
  })

  test('deletes with an entry, and takes the same bytes in again', async () => {
    const root = temporaryFolder()
    const custody = await open(root)
    const { blob } = await custody.receive(content('x'), { path: 'x', actor: ACTOR })
    expect(await custody.delete({ kind: 'blob', sha256: blob }, ACTOR, 'reason')).toEqual({ blobs: [blob], kept: [] })
    expect([await custody.store.size(blob), custody.register.isStored(blob)]).toEqual([null, false])
    await expect(custody.delete({ kind: 'blob', sha256: blob }, ACTOR, 'reason')).rejects.toMatchObject({ code: 'no-such-evidence' })
    await custody.receive(content('x'), { path: 'x', actor: ACTOR })
    expect([await custody.store.size(blob), custody.register.isStored(blob), await problems(root)]).toEqual([1, true, []])
  })

  test('deletes a blob with its last piece of evidence', async () => {
    const custody = await open(temporaryFolder())
    const { blob } = await custody.receive(content('archive'), { path: 'a.zip', actor: ACTOR })
    const [one, two] = [sha256('1'), sha256('2')]
    await custody.identify(blob, [{ evidence: one, path: '1.log' }, { evidence: two, path: '2.log' }], ACTOR)
    expect(await custody.delete({ kind: 'evidence', sha256: one }, ACTOR, '')).toEqual({ blobs: [], kept: [blob] })
    expect(await custody.delete({ kind: 'evidence', sha256: two }, ACTOR, '')).toEqual({ blobs: [blob], kept: [] })
  })

  test('does not delete what is on hold, by its blob or by evidence in it, until it is released', async () => {
    const custody = await open(temporaryFolder())
    const { blob } = await custody.receive(content('archive'), { path: 'a.zip', actor: ACTOR })
    const evidence = { kind: 'evidence', sha256: sha256('1') } as const
    await custody.identify(blob, [{ evidence: evidence.sha256, path: '1.log' }], ACTOR)
    for (const target of [evidence, { kind: 'blob', sha256: blob } as const]) {
      await custody.hold(target, ACTOR, 'court')
      await expect(custody.delete({ kind: 'blob', sha256: blob }, ACTOR, '')).rejects.toMatchObject({ code: 'evidence-held' })
      await expect(custody.delete(evidence, ACTOR, '')).rejects.toMatchObject({ code: 'evidence-held' })
      await custody.release(target, ACTOR, 'settled')
      await expect(custody.release(target, ACTOR, 'settled')).rejects.toMatchObject({ code: 'no-such-evidence' })
    }
    await Promise.allSettled([custody.hold(evidence, ACTOR, 'in time'), custody.delete(evidence, ACTOR, '')])
    expect(custody.register.isStored(blob)).toBe(true)
  })
})

describe('after a crash custody', () => {
  test('sets a torn last entry aside, says so, and goes on', async () => {
    const root = temporaryFolder()
    await fill(root)
    appendFileSync(join(root, 'custody/ledger'), '{"action":"recei')
    const { sound, notes } = await verifyCustody(folders(root))
    expect([sound, notes]).toEqual([true, [expect.stringContaining('16 bytes')]])
    await (await open(root)).receive(content('next'), { path: 'next', actor: ACTOR })
    const [repaired, received] = ledgerLines(root).slice(-2).map(line => JSON.parse(line.split('\t')[0]!) as Record<string, unknown>)
    expect(repaired).toMatchObject({ number: 8, action: 'repaired', details: { bytes: 16, sha256: sha256('{"action":"recei'), file: 'torn-8' } })
    expect([received?.['number'], await problems(root)]).toEqual([9, []])
    expect(Buffer.from(readFileSync(join(root, 'custody/torn-8'), 'utf8'), 'base64').toString()).toBe('{"action":"recei')
  })

  test('takes an entry that the head does not name yet', async () => {
    const root = temporaryFolder()
    await fill(root)
    const head = readFileSync(join(root, 'custody/head'))
    const custody = await Custody.open(folders(root), ACTOR)
    await custody.receive(content('x'), { path: 'x', actor: ACTOR })
    await custody.close()
    writeFileSync(join(root, 'custody/head'), head)
    expect((await verifyCustody(folders(root))).notes).toEqual([expect.stringContaining('1 entries behind')])
    expect((await open(root)).register.isStored(sha256('x'))).toBe(true)
    expect(await verifyCustody(folders(root))).toMatchObject({ sound: true, notes: [], entries: 8 })
  })

  test('begins again when not even the first entry was whole', async () => {
    const root = temporaryFolder()
    await fill(root)
    for (const name of ['head', 'public-key.pem']) rmSync(join(root, 'custody', name))
    truncateSync(join(root, 'custody/ledger'), 100)
    rmSync(join(root, 'evidence'), { recursive: true })
    await open(root)
    expect([ledgerLines(root).length, await problems(root)]).toEqual([1, []])
  })

  test('puts received bytes in their place, and finishes a deletion', async () => {
    const root = temporaryFolder()
    await fill(root)
    const place = (text: string) => blobPath(join(root, 'evidence'), sha256(text)).file
    cpSync(place('second'), join(root, `evidence/incoming/${sha256('second')}.1`))
    rmSync(place('second'))
    writeFileSync(join(root, 'evidence/incoming/x.part'), 'half')
    writeFileSync(join(root, `evidence/incoming/${sha256('nobody knows')}.2`), 'nobody knows')
    cpSync(place('first evidence'), place('third'), { recursive: true })
    expect((await verifyCustody(folders(root))).notes.length).toBe(2)
    await open(root)
    expect([existsSync(place('second')), existsSync(place('third')), readdirSync(join(root, 'evidence/incoming'))]).toEqual([true, false, []])
  })

  test.each([
    ['a damaged entry', (root: string) => flip(join(root, 'custody/ledger'), 900)],
    ['missing entries at the end', (root: string) => truncateSync(join(root, 'custody/ledger'), 2_000)],
    ['a missing head', (root: string) => rmSync(join(root, 'custody/head'))],
    ['a damaged head', (root: string) => flip(join(root, 'custody/head'), 100)],
    ['a missing ledger', (root: string) => rmSync(join(root, 'custody/ledger'))],
    ['a missing key', (root: string) => rmSync(join(root, 'custody/signing-key.pem'))],
  ])('does not go on with %s, and changes nothing', async (_, damage) => {
    const root = temporaryFolder()
    await fill(root)
    damage(root)
    const before = readdirSync(join(root, 'custody'), { encoding: 'utf8' }).map(name => [name, readFileSync(join(root, 'custody', name), 'utf8')])
    await expect(Custody.open(folders(root), ACTOR)).rejects.toMatchObject({ code: 'custody-broken' })
    expect(readdirSync(join(root, 'custody'), { encoding: 'utf8' }).map(name => [name, readFileSync(join(root, 'custody', name), 'utf8')])).toEqual(before)
  })
})

describe('a verification', () => {
  let original = ''
  let work = ''
  let files: { readonly path: string; readonly bytes: Buffer }[] = []

  beforeAll(async () => {
    original = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-custody-'))
    await fill(join(original, 'a'))
    work = join(original, 'a')
    files = readdirSync(work, { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter(entry => entry.isFile() && entry.name !== 'signing-key.pem')
      .map(entry => join(entry.parentPath, entry.name))
      .map(path => ({ path, bytes: readFileSync(path) }))
  })
  afterAll(() => rmSync(original, { recursive: true }))

  async function isFound(file: { readonly path: string; readonly bytes: Buffer }, changed: Buffer): Promise<boolean> {
    rmSync(file.path)
    writeFileSync(file.path, changed)
    const { sound } = await verifyCustody(folders(work))
    rmSync(file.path)
    writeFileSync(file.path, file.bytes)
    return !sound
  }

  test('finds nothing where nothing is wrong', async () => {
    expect(await verifyCustody(folders(work))).toMatchObject({ sound: true, entries: 7, blobs: 2, bytes: 20, problems: [], notes: [] })
    expect(await verifyCustody(folders(temporaryFolder()))).toMatchObject({ sound: true, notes: ['nothing was ever received here'] })
  })

  test('finds any single bit that is changed: in evidence, entries, head and key', async () => {
    const bits = files.flatMap((file, index) => Array.from({ length: file.bytes.length * 8 }, (_, bit) => ({ index, bit })))
    // Spread over all files, from another bit each time; 40,000 is all of them.
    const step = Math.ceil(bits.length / byDepth(100, 1_000, 40_000))
    const start = Math.floor(Math.random() * step)
    const missed: string[] = []
    let tried = 0
    for (let at = start; at < bits.length; at += step) {
      const { index, bit } = bits[at]!
      const file = files[index]!
      const changed = Buffer.from(file.bytes)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      if (!await isFound(file, changed)) missed.push(`${file.path} bit ${bit}`)
      tried++
    }
    expect([missed, tried >= 90, files.length]).toEqual([[], true, 5])
  })

  test('finds entries that were swapped, left out, repeated or cut off', async () => {
    const ledger = files.find(({ path }) => path.endsWith('/ledger'))!
    const lines = ledger.bytes.toString('utf8').split(/(?<=\n)/)
    const row = fc.nat({ max: lines.length - 1 })
    const change = fc.oneof(
      fc.tuple(row, row).filter(([a, b]) => a !== b).map(([a, b]) => lines.map((line, n) => (n === a ? lines[b]! : n === b ? lines[a]! : line))),
      row.map(a => lines.filter((_, n) => n !== a)),
      fc.tuple(row, row).map(([a, b]) => lines.toSpliced(b, 0, lines[a]!)),
      row.map(a => lines.slice(0, a)),
    )
    await fc.assert(fc.asyncProperty(change, async changed => {
      expect(await isFound(ledger, Buffer.from(changed.join('')))).toBe(true)
    }), { numRuns: byDepth(25, 150, 2_000) })
    await fc.assert(fc.asyncProperty(fc.nat({ max: ledger.bytes.length - 1 }), async length => {
      expect(await isFound(ledger, ledger.bytes.subarray(0, length))).toBe(true)
    }), { numRuns: byDepth(25, 150, 2_000) })
  })

  test('finds blobs that are gone, unknown or in the wrong place', async () => {
    const root = temporaryFolder()
    await fill(root)
    const place = (text: string) => blobPath(join(root, 'evidence'), sha256(text)).file
    cpSync(place('second'), join(root, 'evidence/extra'))
    cpSync(place('second'), place('somebody else'), { recursive: true })
    rmSync(place('second'))
    expect((await problems(root)).sort()).toEqual([
      `blob-missing ${sha256('second')}`, `blob-unknown ${sha256('somebody else')}`, `foreign-file ${join(root, 'evidence/extra')}`,
    ])
  })

  test('finds a ledger written anew, by the key and the head that were noted elsewhere', async () => {
    const root = temporaryFolder()
    await fill(root)
    const { head } = await verifyCustody(folders(root))
    const publicKey = readFileSync(join(root, 'custody/public-key.pem'), 'utf8')
    expect(await problems(root, { head, publicKey })).toEqual([])
    rmSync(root, { recursive: true })
    await fill(root)
    expect(await problems(root)).toEqual([])
    expect(await problems(root, { head })).toEqual([`head-not-found ${head}`])
    expect((await problems(root, { publicKey })).length).toBeGreaterThan(7)
  })

  test('can be made with sha256sum and openssl alone', async () => {
    const root = temporaryFolder()
    await fill(root)
    const page = readFileSync(join(import.meta.dirname, '../../../docs/custody.md'), 'utf8')
    const [, script] = /```sh\n(# check-custody[\s\S]*?)```/.exec(page) ?? []
    const check = () => runProgram('sh', ['-c', script ?? 'exit 9', 'check-custody', root])
    expect(await check()).toMatchObject({ code: 0, stdout: expect.stringContaining('7 entries, chained and signed') })
    const ledger = join(root, 'custody/ledger')
    const lines = ledgerLines(root)
    for (const damaged of [lines.with(2, lines[3]!), lines.with(4, lines[4]!.replace('court', 'count')), lines.slice(0, -1)]) {
      writeFileSync(ledger, damaged.map(line => `${line}\n`).join(''))
      expect((await check()).code).toBe(1)
    }
    writeFileSync(ledger, lines.map(line => `${line}\n`).join(''))
    const blob = blobPath(join(root, 'evidence'), sha256('second')).file
    rmSync(blob)
    writeFileSync(blob, 'secant')
    expect((await check()).code).toBe(1)
  })
})

function flip(path: string, offset: number): void {
  const bytes = readFileSync(path)
  bytes[offset]! ^= 1
  writeFileSync(path, bytes)
}
