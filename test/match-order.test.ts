import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openHouse } from '../src/capabilities.ts'
import { eventId } from '../src/model/ids.ts'
import { UNPACK_LIMITS } from '../src/pipeline/evidence/defaults.ts'
import { runEvidenceTask } from '../src/pipeline/evidence-task.ts'
import { matchEvidence } from '../src/pipeline/match/match-evidence.ts'
import type { RunTask } from '../src/pipeline/run-again.ts'
import { byDepth, IS_QUICK } from './depth.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

const RULES = `title: Evil name
id: 5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c11
logsource: {category: test}
detection: {selection: {name|startswith: ev}, condition: selection}
level: high
---
title: Long
id: 5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c12
logsource: {category: test}
detection: {selection: {name|contains: zzz}, condition: selection}
level: low
`

/** Short lines, long ones, ones that match twice, once or not, and ones that are no JSON. */
const line = fc.oneof(
  fc.constantFrom('{"name":"evil"}', '{"name":"good"}', '{}', '{"name":"evzzz"}', '{broken'),
  fc.integer({ min: 1, max: 5_000 }).map(length => JSON.stringify({ pad: 'x'.repeat(length), name: length % 2 === 0 ? 'evil' : 'azzz' })),
)
const content = fc.array(line, { minLength: 1, maxLength: 60 }).map(lines => `{"name":"first"}\n${lines.join('\n')}\n`)
const packed = fc.record({ content, packing: fc.constantFrom('plain', 'gz') })

interface Given { readonly content: string, readonly packing: string }

test('matches are told once and in the order of the input, whoever is done first', async () => {
  const folder = temporaryFolder({ 'rules/r.yml': RULES })
  const house = openHouse({ ruleDirectories: [join(folder, 'rules')], vacuous: 'kept' })
  let round = 0
  await fc.assert(fc.asyncProperty(fc.array(packed, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 3 }), fc.array(fc.nat(4), { minLength: 3 }), async (files, workers, delays) => {
    const at = join(folder, String(round++))
    mkdirSync(at)
    const paths = files.map((file, index) => write(at, index, file))
    let task = 0
    const run: RunTask = async (each, report) => {
      await pause(delays[task++ % delays.length]!)
      return runEvidenceTask(each, house, report)
    }
    let said = ''
    const ends: string[] = []
    for await (const step of matchEvidence({ paths, archives: { limits: UNPACK_LIMITS, passwords: [] }, folder: at, workers, run })) {
      if (step.kind === 'end') ends.push(step.evidence.path)
      else if (step.piece.file !== null) said += readFileSync(step.piece.file, 'utf8')
    }
    expect(ends).toEqual(paths)
    expect(said).toBe(files.map((file, index) => expectedLines(file, paths[index]!)).join(''))
  }), { numRuns: byDepth(15, 30, 1_000) })
})

test.skipIf(IS_QUICK)('any number of workers prints the same bytes, also of a file that is cut', async () => {
  const folder = temporaryFolder({ 'rules/r.yml': RULES })
  const contents: Given[] = fc.sample(packed, { numRuns: 5, seed: 7 })
  // More lines than one chunk takes.
  const cut = { content: `{"name":"first"}\n${'{}\n{"name":"evil"}\n'.repeat(510_000)}`, packing: 'plain' }
  const files = [...contents.slice(0, 2), cut, ...contents.slice(2)].map((file, index) => ({ file, path: write(folder, index, file) }))
  const expected = files.map(({ file, path }) => expectedLines(file, path)).join('')
  const paths = files.map(({ path }) => path)
  for (const workers of byDepth([], ['3'], ['1', '2', '3'])) {
    const { stdout } = await runNoroshi(['sigma', 'match', '--rules', join(folder, 'rules'), '--workers', workers, ...paths])
    expect([workers, digest(stdout), stdout.length]).toEqual([workers, digest(expected), expected.length])
  }
}, 120_000)

function write(folder: string, index: number, { content: text, packing }: Given): string {
  const path = join(folder, packing === 'gz' ? `${index}.json.gz` : `${index}.json`)
  writeFileSync(path, packing === 'gz' ? gzipSync(text) : text)
  return path
}

/** What the rules say, said without the program. */
function expectedLines({ content: text }: Given, path: string): string {
  const sha256 = digest(text)
  let offset = 0
  let said = ''
  for (const [record, each] of text.split('\n').entries()) {
    const { name } = each.startsWith('{"') ? JSON.parse(each) as { name?: string } : {}
    const place = { path, record, eventId: name === undefined ? '' : eventId(sha256, offset, 0) }
    if (name?.startsWith('ev')) said += `${JSON.stringify({ ...place, ruleId: '5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c11', ruleTitle: 'Evil name', level: 'high' })}\n`
    if (name?.includes('zzz')) said += `${JSON.stringify({ ...place, ruleId: '5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c12', ruleTitle: 'Long', level: 'low' })}\n`
    offset += each.length + 1
  }
  return said
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
