import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { IS_QUICK } from './depth.ts'
import * as z from 'zod'
import { OUTPUT_SCHEMAS } from '../src/cli/output-schemas.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

const SCHEMAS = join(import.meta.dirname, '../docs/schemas')
const RULE = `title: Example
id: 5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c11
logsource: {category: test}
detection: {selection: {name: evil}, unused: {name: good}, condition: selection}
level: high
`
const FILES = { 'a.json': '{"name":"evil","time":"2026-01-01T00:00:00Z"}\n{"name":"good","big":12345678901234567890}\n', 'rules/a.yml': RULE,
  'rules/a.tests.yml': 'tests: {positive: [{name: p, dataset: none, event: {name: evil}}], negative: [{name: n, dataset: none, event: {name: good}}]}\n' }

describe('each JSON output', () => {
  test.each(Object.entries(OUTPUT_SCHEMAS))('has its schema in docs/schemas: %s', (name, schema) => {
    const path = join(SCHEMAS, `${name}.schema.json`)
    const text = `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`
    if (process.env['NOROSHI_UPDATE_SCHEMAS'] !== undefined) writeFileSync(path, text)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  test.skipIf(IS_QUICK).each([
    ['sigma-match', ['sigma', 'match', '--rules', 'rules', 'a.json', '--json'], 1],
    ['sigma-problem', ['sigma', 'check', 'rules', '--json'], 1],
    ['sigma-test', ['sigma', 'test', 'rules', '--json'], 2],
    ['sigma-explain', ['sigma', 'explain', 'rules/a.yml', 'a.json', '--json'], 1],
    ['hunt-event', ['hunt', 'name:*', 'a.json', '--json'], 2],
    ['hunt-count', ['hunt', '* | count by name', 'a.json', '--json'], 3],
    ['hunt-count', ['hunt', '* | timechart span=1h', 'a.json', '--json'], 3],
  ] as const)('follows it: %s of %j', async (name, args, lines) => {
    const { stdout } = await runNoroshi(args, { cwd: temporaryFolder(FILES) })
    const values = stdout.trimEnd().split('\n').map(line => JSON.parse(line) as unknown)
    expect(values.map(value => OUTPUT_SCHEMAS[name].safeParse(value).error?.message)).toEqual(values.map(() => undefined))
    expect(values.length).toBe(lines)
  })
})
