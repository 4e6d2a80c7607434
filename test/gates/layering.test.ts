import { describe, expect, it } from 'vitest'
import { IS_QUICK } from '../depth.ts'
import { layeringGate } from './layering.ts'
import { sampleTree } from './sample-tree.ts'

/** One import down each way that is allowed. */
const CLEAN = {
  'src/cli/main.ts': `import '../capabilities.ts'\nimport '../platform/log.ts'\n`,
  'src/capabilities.ts': `import './detect/index.ts'\nimport './observe/index.ts'\n`,
  'src/worker.ts': `import './capabilities.ts'\n`,
  'src/detect/index.ts': `import './sigma/rule.ts'\nimport '../pipeline/chunk.ts'\n`,
  'src/detect/sigma/rule.ts': `import '../../model/event.ts'\n`,
  'src/detect/index.test.ts': `import '../../test/helper.ts'\nimport './index.ts'\n`,
  'src/observe/index.ts': `import type { Event } from '../model/event.ts'\nexport type Line = Event\n`,
  'src/pipeline/chunk.ts': `import '../platform/log.ts'\nimport '../query/parse.ts'\n`,
  'src/query/parse.ts': `import '../model/event.ts'\n`,
  'src/model/event.ts': `import { z } from 'zod'\nimport { createHash } from 'node:crypto'\nexport type Event = object\nexport const it = [z, createHash]\n`,
  'src/platform/log.ts': `import 'node:fs'\n`,
  'test/helper.ts': `import '../src/model/event.ts'\n`,
}

describe('the gate "layering"', () => {
  it.skipIf(IS_QUICK)('passes a tree whose imports go down', async () => {
    expect(await layeringGate.run(sampleTree(CLEAN))).toMatchObject({ name: 'layering', ok: true })
  })

  it('fails on each import that goes elsewhere, those of types and those that are awaited included', async () => {
    const result = await layeringGate.run(sampleTree({
      ...CLEAN,
      'src/cli/awaits.ts': 'export {}\n',
      'src/cli/helps.ts': `import '../../test/helper.ts'\n`,
      'src/cli/leans.ts': `import './testing/sample.ts'\n`,
      'src/cli/testing/sample.ts': `import '../../../test/helper.ts'\n`,
      'src/cli/shows.ts': `import '../../web/other.ts'\n`,
      'src/detect/lost.ts': `import './missing.ts'\n`,
      'src/detect/other.ts': `import '../observe/index.ts'\n`,
      'src/detect/other.test.ts': `import '../observe/index.ts'\n`,
      'src/detect/ring/one.ts': `import './two.ts'\n`,
      'src/detect/ring/two.ts': `import './one.ts'\n`,
      'src/detect/up.ts': `import '../capabilities.ts'\n`,
      'src/more/place.ts': `import '../model/event.ts'\n`,
      'src/model/reads.ts': `import 'node:fs'\n`,
      'src/model/up.ts': `import type { Level } from '../platform/log.ts'\nexport type Loud = Level\n`,
      'src/pipeline/up.ts': `import '../detect/index.ts'\n`,
      'src/platform/log.ts': `import 'node:fs'\nexport type Level = 1\n`,
      'src/platform/up.ts': `import type { Event } from '../model/event.ts'\nexport type Heard = Event\n`,
      'src/query/up.ts': `export const later = () => import('../cli/awaits.ts')\n`,
      'web/other.ts': 'export {}\n',
      'web/page.ts': `import '../src/model/event.ts'\n`,
    }))
    expect(result.ok).toBe(false)
    expect([...result.details].sort()).toEqual([
      'src/cli/helps.ts → test/helper.ts: the program imports tests or benchmarks',
      'src/cli/leans.ts → src/cli/testing/sample.ts: the program imports tests or benchmarks',
      'src/cli/shows.ts → web/other.ts: the program imports the console',
      'src/detect/lost.ts → ./missing.ts: an import that cannot be resolved',
      'src/detect/other.test.ts → src/observe/index.ts: a room imports another room',
      'src/detect/other.ts → src/observe/index.ts: a room imports another room',
      'src/detect/ring/one.ts → src/detect/ring/two.ts → src/detect/ring/one.ts: a cycle',
      'src/detect/up.ts → src/capabilities.ts: imports upward',
      'src/model/reads.ts → fs: model imports more than itself, zod and node:crypto',
      'src/model/up.ts → src/platform/log.ts: model imports more than itself, zod and node:crypto',
      'src/more/place.ts → src/model/event.ts: a file on no floor; add its folder to docs/design.md §2 and here',
      'src/pipeline/up.ts → src/detect/index.ts: imports upward',
      'src/platform/up.ts → src/model/event.ts: imports upward',
      'src/query/up.ts → src/cli/awaits.ts: imports upward',
      'web/page.ts → src/model/event.ts: the console talks to the HTTP API only',
    ])
  }, 30_000)

  it.skipIf(IS_QUICK)('fails when it looked at nothing, or not at everything', async () => {
    expect(await layeringGate.run(sampleTree({}))).toMatchObject({ ok: false })
    const blind = 'export default { forbidden: [], options: { exclude: { path: "detect" } } }\n'
    const result = await layeringGate.run(sampleTree({ ...CLEAN, '.dependency-cruiser.mjs': blind }))
    expect(result).toMatchObject({ ok: false, details: expect.arrayContaining(['src/detect/index.ts: not looked at']) })
  }, 30_000)
})
