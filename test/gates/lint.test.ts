import { describe, expect, it } from 'vitest'
import { lintGate } from './lint.ts'
import { sampleTree } from './sample-tree.ts'

describe('the gate "lint"', () => {
  it('passes a tree without a finding, whatever lies in installed folders', async () => {
    const tree = sampleTree({
      'src/cli/main.ts': 'export const answer = 42\n',
      '.runtime/other.ts': 'debugger\n',
      'noroshi-report/other.js': 'debugger\n',
    })
    expect(await lintGate.run(tree)).toMatchObject({ name: 'lint', ok: true })
  })

  it('fails on each of these', async () => {
    const result = await lintGate.run(sampleTree({
      'bench/any.ts': 'export const answer: any = 42\n',
      'src/equality.ts': `export const same = (a: string) => a == '1'\n`,
      'src/evaluated.ts': `export const answer = eval('42')\n`,
      'src/focus.test.ts': `import { it } from 'vitest'\nit.only('is true', () => {})\n`,
      'src/shell.ts': `import { execSync } from 'node:child_process'\nexport const listing = () => execSync('ls')\n`,
      'src/silenced.ts': '// @ts-ignore\nexport const answer = 42\n',
      'src/syntax.ts': 'export const = 42\n',
      'test/unused.ts': 'const answer = 42\n',
    }))
    expect(result.ok).toBe(false)
    expect(result.details.map(detail => detail.replace(/: .*?\((\S+)\)$/, ' $1')).sort()).toEqual([
      'bench/any.ts:1:22 typescript-eslint(no-explicit-any)',
      'src/equality.ts:1:38 eslint(eqeqeq)',
      'src/evaluated.ts:1:23 eslint(no-eval)',
      'src/focus.test.ts:2:4 eslint-plugin-jest(no-focused-tests)',
      'src/shell.ts:1:10 eslint(no-restricted-imports)',
      'src/silenced.ts:1:3 typescript-eslint(ban-ts-comment)',
      'src/syntax.ts:1:14 syntax',
      'test/unused.ts:1:7 eslint(no-unused-vars)',
    ])
  })

  it('fails on a file that the configuration leaves out', async () => {
    const tree = sampleTree({ '.oxlintrc.json': '{"ignorePatterns": ["src/model"]}', 'src/cli/main.ts': 'export {}\n', 'src/model/left.ts': 'export {}\n' })
    expect(await lintGate.run(tree)).toMatchObject({ ok: false, details: ['looked at 1 of 2 files; see "ignorePatterns"'] })
    expect(await lintGate.run(sampleTree({}))).toMatchObject({ ok: false, details: ['no file to look at'] })
  })

  it('fails on a configuration that oxlint cannot read', async () => {
    expect(await lintGate.run(sampleTree({ '.oxlintrc.json': '{', 'src/cli/main.ts': 'export {}\n' }))).toMatchObject({ ok: false })
  })
})
