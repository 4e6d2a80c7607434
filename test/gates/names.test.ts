import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { namesGate } from './names.ts'
import { sampleTree } from './sample-tree.ts'

describe('the gate "names"', () => {
  it('passes paths that mean the same everywhere', async () => {
    const tree = sampleTree({ 'src/paths.ts': `export const places = ['/etc/passwd', '/tmp/x', '../shared/data', '/homework/mainly']\n` })
    expect(await namesGate.run(tree)).toMatchObject({ name: 'names', ok: true })
  })

  it('fails on paths of one machine, in any text file, with their place', async () => {
    const elsewhere = ['', 'work', 'main', 'src'].join('/')
    const tree = sampleTree({ 'docs/note.md': `see\nfile ${elsewhere}\n`, 'docs/picture.png': `\0${elsewhere}` })
    expect(await namesGate.run(tree)).toEqual({ name: 'names', ok: false, details: [`docs/note.md:2: ${elsewhere.slice(0, -'/src'.length)}`] })
  })

  it('fails on the path of the very tree it looks at', async () => {
    const tree = sampleTree({ 'src/other.ts': '' })
    writeFileSync(join(tree, 'src/other.ts'), `// ${tree}/src, but not ${tree}x\n`)
    expect(await namesGate.run(tree)).toEqual({ name: 'names', ok: false, details: [`src/other.ts:1: ${tree}`] })
  })
})
