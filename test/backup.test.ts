import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ingestEvidence } from '../src/pipeline/ingest/ingest-evidence.ts'
import { foldCases } from '../src/pipeline/ingest/fold-cases.ts'
import { openDataFolder } from '../src/platform/data-folder.ts'
import { importFiles } from '../src/register/import/import-files.ts'
import { listEntries } from '../src/store/register/entries.ts'
import { verifyCustody } from '../src/store/custody/verify-custody.ts'
import { makeCases } from '../src/triage/index.ts'
import { backupOf, checked, restored } from './backup-world.ts'
import { byDepth, IS_QUICK } from './depth.ts'
import type { OpenStore } from './open-store.ts'
import { ingestInto, openStore, settledState } from './open-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

const LIMIT_MS = 600_000
const RULE = `title: Evil name
id: 5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c11
logsource: {category: test}
detection: {selection: {name: evil}, condition: selection}
level: high
`
/** One in a hundred is a match, on one of three machines. */
const evidence = (name: string, count: number) => Array.from({ length: count }, (_, n) =>
  `${JSON.stringify({ time: new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString(), name: n % 100 === 0 ? 'evil' : 'good', Computer: `${name}${n % 3}`, n })}\n`).join('')
const FILES = { 'a.json': evidence('a', 3_000), 'b.json': evidence('b', 2_000), 'c.json': evidence('c', 4_000), 'd.json': evidence('d', 50) }
const PASSPHRASE = 'correct horse battery'
const REGISTER = 'key,name\nexample.test,Example\nother.test,Other\n'

// The engines take seconds to start, and are shared by what follows.
describe.skipIf(IS_QUICK)('a backup', () => {
  const site = mkdtempSync(join(tmpdir(), 'noroshi-backup-'))
  const house = { ruleDirectories: [join(site, 'rules')] }
  let opened: OpenStore

  beforeAll(async () => {
    mkdirSync(join(site, 'rules'))
    writeFileSync(join(site, 'rules/a.yml'), RULE)
    for (const [name, content] of Object.entries(FILES)) writeFileSync(join(site, name), content)
    opened = await openStore({ house })
  }, LIMIT_MS)
  afterAll(async () => {
    await opened.close()
    rmSync(site, { recursive: true })
  })

  test('restores events, matches, findings, cases, register and custody of all organisations, encrypted, checked, once', async () => {
    const { store, reading, organisation } = opened
    const other = await organisation('other')
    await ingestInto(store, reading, [join(site, 'a.json')])
    await ingestInto(other, reading, [join(site, 'b.json')])
    await importFiles(store.ledger, [{ name: 'domains.csv', bytes: Buffer.from(REGISTER) }], { person: 'test', dryRun: false })
    const before = [await settledState(store), await settledState(other), await listEntries(store.ledger, { limit: 100 })]

    const path = join(temporaryFolder(), 'all.tar')
    const { manifest } = await backupOf(store, path, 'file', PASSPHRASE)
    expect(await checked(path, PASSPHRASE)).toBeGreaterThan(0)
    await expect(checked(path)).rejects.toMatchObject({ code: 'backup-locked' })

    const folder = temporaryFolder()
    await restored(path, folder, PASSPHRASE)
    const again = await openStore({ house, pool: opened.pool, folder })
    try {
      const elsewhere = await again.organisation('other')
      expect([await settledState(again.store), await settledState(elsewhere), await listEntries(again.store.ledger, { limit: 100 })]).toEqual(before)
      expect(await verifyCustody(again.data)).toMatchObject({ sound: true, problems: [] })
      // The same files again add nothing; others go on from where it was.
      await ingestInto(again.store, again.reading, [join(site, 'a.json')])
      expect(await settledState(again.store)).toEqual(before[0])
      await ingestInto(again.store, again.reading, [join(site, 'c.json')])
      await ingestInto(store, reading, [join(site, 'c.json')])
      expect(await settledState(again.store)).toEqual(await settledState(store))
    } finally {
      await again.close()
    }
    expect(manifest.organisations.map(({ name }) => name)).toEqual(['default', 'other'])
  }, LIMIT_MS)

  test('made while evidence comes in is of one moment: what is missing is added exactly, and the next one copies only what is new', async () => {
    const store = await opened.organisation('busy')
    const path = `${temporaryFolder()}/backups`
    const files = ['a.json', 'b.json', 'c.json'].map(name => join(site, name))
    const ingesting = ingestEvidence(store, { ...opened.reading, paths: files, date: Date.UTC(2026, 10, 22) * 1_000, recover: false })
    const first = await backupOf(store, path, 'folder')
    await ingesting
    await foldCases(store, makeCases, opened.reading)
    const settled = await settledState(store)
    const second = await backupOf(store, path, 'folder')
    const third = await backupOf(store, path, 'folder')
    const size = ({ manifest }: typeof first) => manifest.parts.reduce((sum, { bytes }) => sum + bytes, 0)
    expect(second.added).toBeLessThan(size(second))
    expect(third.added).toBeLessThan(size(third) / 10)
    expect(size(third)).toBe(size(second))

    const folder = temporaryFolder()
    await restored(path, folder, null, first.name)
    const again = await openStore({ house, pool: opened.pool, folder, organisation: 'busy' })
    try {
      await ingestInto(again.store, again.reading, files)
      expect(await settledState(again.store)).toEqual(settled)
    } finally {
      await again.close()
    }
  }, LIMIT_MS)

  test('that was changed or cut off anywhere is refused, with the part that is wrong', async () => {
    const store = await opened.organisation('small')
    await ingestInto(store, opened.reading, [join(site, 'd.json')])
    const folder = temporaryFolder()
    const path = join(folder, 'b.tar')
    const { manifest } = await backupOf(store, path, 'file')
    const content = readFileSync(path)
    // In the bytes of each kind of part.
    for (const kind of ['table', 'events', 'evidence', 'file'] as const) {
      const part = manifest.parts.find(each => each.kind === kind && each.bytes > 30)!
      const at = content.indexOf(`objects/${part.object.slice(0, 2)}/${part.object}`) + 512 + 20
      const changed = Buffer.from(content)
      changed[at]! ^= 0x10
      writeFileSync(path, changed)
      await expect(checked(path)).rejects.toMatchObject({ code: 'bad-backup', message: expect.stringMatching(new RegExp(`^${kind} .* was changed`)) })
    }
    const manifestAt = content.indexOf('"format":1')
    writeFileSync(path, Buffer.concat([content.subarray(0, manifestAt), Buffer.from('"format":2'), content.subarray(manifestAt + 10)]))
    await expect(checked(path)).rejects.toMatchObject({ code: 'bad-backup', message: expect.stringContaining('backups/') })
    writeFileSync(path, content)
    for (let cut = 1; cut <= byDepth(5, 20, 200); cut++) {
      truncateSync(path, Math.floor(content.length * (1 - cut / byDepth(6, 21, 201))))
      await expect(checked(path)).rejects.toMatchObject({ code: 'bad-backup' })
      writeFileSync(path, content)
    }
    expect(await checked(path)).toBeGreaterThan(0)
    // In a folder a part can be missing altogether.
    const many = join(folder, 'many')
    const { manifest: { parts } } = await backupOf(store, many, 'folder')
    const lost = parts.find(({ kind }) => kind === 'evidence')!
    const object = join(many, 'objects', lost.object.slice(0, 2), lost.object)
    truncateSync(object, statSync(object).size - 1)
    await expect(checked(many)).rejects.toMatchObject({ code: 'bad-backup', message: expect.stringMatching(/^evidence .* is cut off/) })
  }, LIMIT_MS)

  test('leaves nothing in the data folder, and a folder with half a restore is opened by nobody', () => {
    expect(readdirSync(opened.data.spool)).toEqual([])
    const folder = temporaryFolder({ restoring: 'x' })
    expect(() => openDataFolder(folder)).toThrow(expect.objectContaining({ code: 'restore-unfinished' }))
  })
})
