import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { OUTPUT_SCHEMAS } from '../src/cli/output-schemas.ts'
import { catalogueView } from '../src/pipeline/catalogue/catalogue-view.ts'
import { importFiles } from '../src/register/import/import-files.ts'
import { auditEntries } from '../src/store/ledger/audit.ts'
import { byDepth, IS_QUICK } from './depth.ts'
import { ingestInto, openStore } from './open-store.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

const LIMIT_MS = 300_000
const sshd = Array.from({ length: 30 }, (_, n) => `Jan  1 10:00:${String(n).padStart(2, '0')} gate.corp.example sshd[1]: Accepted password for alice from 192.0.2.${n} port 22 ssh2\n`).join('')
const web = '192.0.2.9 - carol [01/Jan/2026:10:00:00 +0000] "GET /~carol HTTP/1.1" 200 12 "-" "curl"\n'
const CATALOGUE = [{ datasets: ['linux.*'], about: 'Sign-ins of our servers', basis: 'Decision 7 of the board', users: ['the security team'], extract: true }]
/** Where each command starts the engines anew. */
const IS_LONG = byDepth(false, false, true)

// The engines take seconds to start.
describe.skipIf(IS_QUICK)('noroshi extract', () => {
  test('writes what the catalogue lets go, with pseudonyms and a report, and tells the audit trail; the catalogue shows all of it', async () => {
    const folder = temporaryFolder({ 'in/sshd.log': sshd, 'in/web.log': web, 'noroshi.yaml': JSON.stringify({ catalogue: CATALOGUE }), 'key': 'k'.repeat(40) })
    const data = join(folder, 'data')
    const opened = await openStore({ house: { ruleDirectories: [] }, folder: data })
    await ingestInto(opened.store, opened.reading, [join(folder, 'in')])
    await importFiles(opened.store.ledger, [{ name: 'domains.csv', bytes: Buffer.from('domain\ncorp.example\n') }], { person: 'test', dryRun: false })
    expect(await catalogueView(opened.store.ledger, CATALOGUE, [{ datasets: ['linux.*'], deleteDays: 400 }])).toMatchObject([
      { dataset: 'linux.sshd', events: 30, described: true, basis: 'Decision 7 of the board', users: ['the security team'], extract: true, deleteDays: 400 },
      { dataset: 'web.access', events: 1, described: false, extract: false, deleteDays: null },
    ])
    await opened.close()

    const out = join(folder, 'out')
    const run = (...args: string[]) => runNoroshi([...args, '--data', data, '--config', join(folder, 'noroshi.yaml')])
    const given = ['extract', '*', '--out', out, '--basis', 'study', '--recipient', 'University', '--key-file', join(folder, 'key'), '--actor', 'ann']
    const { code, stdout, stderr } = await run(...given, '--json')
    expect(code, stderr).toBe(1)
    const report = OUTPUT_SCHEMAS.extract.parse(JSON.parse(stdout))
    expect(report).toMatchObject({ events: 30, datasets: { 'linux.sshd': 30 }, refused: { 'web.access': 1 }, residual: 0, ownDomains: ['corp.example'], person: 'ann', recipient: 'University' })
    expect(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))).toEqual(report)
    const text = readFileSync(join(out, 'events.jsonl'), 'utf8')
    expect(text.trim().split('\n').length).toBe(30)
    expect(text).not.toMatch(/alice|gate|corp|192\.0\.2\.|carol/)
    expect(statSync(join(out, 'events.jsonl')).mode & 0o077).toBe(0)
    if (!IS_LONG) return
    expect(await run(...given)).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be written') })
    expect(existsSync(join(out, 'events.jsonl'))).toBe(true)
    const shown = await run('catalogue', '--json')
    expect([shown.code, shown.stdout.trim().split('\n').map(line => OUTPUT_SCHEMAS.catalogue.parse(JSON.parse(line)).dataset)]).toEqual([1, ['linux.sshd', 'web.access']])
    const again = await openStore({ house: { ruleDirectories: [] }, folder: data })
    const entries = await auditEntries(again.store.ledger, 10)
    await again.close()
    expect(entries.filter(({ action }) => action.startsWith('extract')).map(({ person, action, subject }) => [person, action, subject]))
      .toEqual([['ann', 'extract.begin', out], ['ann', 'extract.make', report.sha256], ['ann', 'extract.begin', out]])
  }, LIMIT_MS)
})
