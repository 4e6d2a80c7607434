import { describe, expect, it } from 'vitest'
import { IS_QUICK } from '../depth.ts'
import { deadCodeGate } from './dead-code.ts'
import { sampleTree } from './sample-tree.ts'

const CLEAN = {
  'package.json': '{"name": "sample", "type": "module", "dependencies": {"zod": "4"}, "devDependencies": {"vitest": "5", "typescript": "6"}}',
  'test/run/main.ts': 'export {}\n',
  'bench/match.ts': 'export {}\n',
  'src/worker.ts': 'export {}\n',
  'src/cli/main.ts': `import { z } from 'zod'\nimport { used } from '../model/used.ts'\nz.string().parse(used().name)\n`,
  'src/model/used.ts': [
    'export interface Named { readonly name: string }',
    `export function used(): Named { return { name: '' } }`,
    'export function shownByTestOnly(): number { return 1 }',
    '',
  ].join('\n'),
  'src/model/used.test.ts': `import { shownByTestOnly } from './used.ts'\nimport { it } from 'vitest'\nit('holds', shownByTestOnly)\n`,
}

describe('the gate "dead code"', () => {
  it.skipIf(IS_QUICK)('passes a tree in which everything is used, a part of a public interface by its test alone', async () => {
    expect(await deadCodeGate.run(sampleTree(CLEAN))).toEqual({ name: 'dead code', ok: true, details: [expect.any(String)] })
  }, 20_000)

  it('fails on each file, export, type and dependency that nobody needs, and on a dependency that is not declared', async () => {
    const result = await deadCodeGate.run(sampleTree({
      ...CLEAN,
      'package.json': CLEAN['package.json'].replace('"zod": "4"', '"re2js": "2", "zod": "4"'),
      'src/model/lost.ts': 'export {}\n',
      'src/model/more.ts': 'export const lost = 1\nexport type Lost = 1\n',
      'src/model/tested.ts': 'export const tested = 1\n',
      'src/model/tested.test.ts': `import { tested } from './tested.ts'\ntested\n`,
      'src/model/testing/sample.ts': 'export const sample = 1\n',
      'src/model/sample.test.ts': `import { sample } from './testing/sample.ts'\nsample\n`,
      'src/worker.ts': `import './model/more.ts'\nimport 'yaml'\n`,
      'test/helper.ts': 'export {}\n',
    }))
    expect(result.ok).toBe(false)
    expect([...result.details].sort()).toEqual([
      'package.json:1: dependencies: re2js',
      'src/model/lost.ts: unused file',
      'src/model/more.ts:1: exports: lost',
      'src/model/more.ts:2: types: Lost',
      'src/model/tested.ts: unused file, in the program without its tests',
      'src/worker.ts:2: unlisted: yaml',
      'test/helper.ts: unused file',
    ])
  }, 20_000)

  it.skipIf(IS_QUICK)('fails on a configuration that knip cannot read', async () => {
    expect(await deadCodeGate.run(sampleTree({ ...CLEAN, 'knip.json': '{' }))).toMatchObject({ ok: false })
  }, 20_000)
})
