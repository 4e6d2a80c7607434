import { describe, expect, it } from 'vitest'
import { IS_QUICK } from '../depth.ts'
import { sampleTree } from './sample-tree.ts'
import { typesGate } from './types.ts'

const CLEAN = { 'src/cli/main.ts': `import { join } from 'node:path'\nexport const place: string = join('a', 'b')\n` }

describe('the gate "types"', () => {
  it.skipIf(IS_QUICK)('passes a tree that TypeScript accepts', async () => {
    expect(await typesGate.run(sampleTree(CLEAN))).toMatchObject({ name: 'types', ok: true })
  })

  it('fails on values of another type, on what Node cannot run, on an item of a list taken for present', async () => {
    const result = await typesGate.run(sampleTree({
      'src/cli/place.ts': 'export const place: string = 1\n',
      'test/place.ts': 'export enum Place { Here }\n',
      'bench/place.ts': `export const first: string = [''][0]\n`,
    }))
    expect(result.ok).toBe(false)
    expect(result.details.map(detail => detail.replace(/: error (TS\d+).*/, ' $1'))).toEqual([
      'bench/place.ts(1,14) TS2322',
      `  Type 'undefined' is not assignable to type 'string'.`,
      'src/cli/place.ts(1,14) TS2322',
      'test/place.ts(1,13) TS1294',
    ])
  })

  it.skipIf(IS_QUICK)('fails on a file that the configuration leaves out', async () => {
    const result = await typesGate.run(sampleTree({ ...CLEAN, 'tsconfig.json': '{"compilerOptions": {"lib": ["es2024"]}, "include": ["src/cli"]}', 'src/model/left.ts': 'export {}\n' }))
    expect(result).toMatchObject({ ok: false, details: expect.arrayContaining([expect.stringContaining('src/model/left.ts: not type-checked')]) })
  })

  it.skipIf(IS_QUICK)('checks the console by its own configuration', async () => {
    const result = await typesGate.run(sampleTree({
      ...CLEAN,
      'web/tsconfig.json': '{"extends": "../tsconfig.json", "compilerOptions": {"lib": ["es2024", "dom"]}, "include": ["src"]}',
      'web/src/title.ts': 'export const title: number = document.title\n',
      'web/other/left.ts': 'export {}\n',
    }))
    expect(result.details.map(detail => detail.replace(/: error (TS\d+).*/, ' $1'))).toEqual([
      'web/src/title.ts(1,14) TS2322', 'web/other/left.ts: not type-checked; see "include" in tsconfig.json',
    ])
  })

  it.skipIf(IS_QUICK)('fails on a tree without a file', async () => {
    expect(await typesGate.run(sampleTree({}))).toMatchObject({ ok: false, details: ['no file to look at'] })
  })
})
