import { describe, expect, it } from 'vitest'
import { sampleTree } from './sample-tree.ts'
import { sizeGate } from './size.ts'

describe('the gate "size"', () => {
  it('passes a file of 800 lines, and reports how long files are', async () => {
    const result = await sizeGate.run(sampleTree({ 'vitest.config.ts': '\n'.repeat(10), 'src/long.ts': '\n'.repeat(800), 'src/short.ts': '\n' }))
    expect(result).toEqual({ name: 'size', ok: true, details: ['3 files, median 10 lines, nine in ten under 10, longest 800'] })
  })

  it('fails on a file of 801 lines, not on one that is installed', async () => {
    const tree = sampleTree({ 'web/long.tsx': '\n'.repeat(801), 'noroshi-report/long.ts': '\n'.repeat(801) })
    expect(await sizeGate.run(tree)).toEqual({ name: 'size', ok: false, details: ['web/long.tsx: 801 lines, over 800'] })
  })
})
