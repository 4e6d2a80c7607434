import { describe, expect, it } from 'vitest'
import { docsGate } from './docs.ts'
import { sampleTree } from './sample-tree.ts'

describe('the gate "docs"', () => {
  it('passes links that lead somewhere, and a coverage table whose tests exist', async () => {
    const tree = sampleTree({
      'README.md': [
        '# 狼煙 Noroshi, the *program*', '![a picture](docs/picture.svg "title")', '[top](#狼煙-noroshi-the-program)', '[design](docs/design.md#2-the-house)',
        '`[not a link](nowhere.md)`', '```', '[nor this](nowhere.md)', '```', '<img src="docs/picture.svg"> <https://example.org> [web](https://example.org/x)', '',
      ].join('\n'),
      'docs/picture.svg': '',
      'docs/design.md': '# Design\n## 2. The house\n[back](../README.md) and [the folder](../docs)\n[by name][name]\n\n[name]: ../README.md\n',
      'docs/coverage.md': '| want | command | test |\n|---|---|---|\n| cases | `noroshi analyze` | `test/cases.test.ts`, [another](../test/other.test.ts) |\n',
      'test/cases.test.ts': '',
      'test/other.test.ts': '',
    })
    expect(await docsGate.run(tree)).toEqual({ name: 'docs', ok: true, details: ['3 documents'] })
  })

  it('fails on links that lead nowhere, with their place', async () => {
    const tree = sampleTree({
      'README.md': '# Title\n[gone](docs/gone.md)\n[no such part](#nothing)\n![](gone.png)\n<img src="gone.svg">\n[outside](../outside.md)\n[by name][name]\n\n[name]: lost.md\n',
    })
    expect(await docsGate.run(tree)).toEqual({ name: 'docs', ok: false, details: [
      'README.md:2: no such file: docs/gone.md',
      'README.md:3: no such heading: #nothing',
      'README.md:4: no such file: gone.png',
      'README.md:5: no such file: gone.svg',
      'README.md:6: no such file: ../outside.md',
      'README.md:9: no such file: lost.md',
    ] })
  })

  it('fails on a line of the coverage table that names no test, or one that does not exist', async () => {
    const coverage = '| want | command | test |\n|---|---|---|\n| cases | `noroshi analyze` | soon |\n| rules | `noroshi sigma` | `test/rules.test.ts` |\n'
    expect(await docsGate.run(sampleTree({ 'docs/coverage.md': coverage }))).toEqual({ name: 'docs', ok: false, details: [
      'docs/coverage.md:3: names no test file',
      'docs/coverage.md:4: no such test: test/rules.test.ts',
    ] })
    expect(await docsGate.run(sampleTree({ 'docs/coverage.md': '# Coverage\n' }))).toMatchObject({ ok: false, details: ['docs/coverage.md: no line in a table'] })
  })
})
