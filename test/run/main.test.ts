import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { IS_QUICK } from '../depth.ts'
import { sampleTree } from '../gates/sample-tree.ts'
import { runProgram } from '../run-noroshi.ts'

const MAIN = join(import.meta.dirname, 'main.ts')

describe('./noroshi test', () => {
  it('ends with one line of counts, and names what failed and what was skipped', async () => {
    const run = await runIn({
      'src/long.ts': '\n'.repeat(801),
      'src/size/bad.test.ts': test(`describe('one', () => { it('holds', () => {}); it('does not', () => expect(1).toBe(2)) })`),
      'src/size/broken.test.ts': `import './missing.ts'\n`,
      'src/size/focus.test.ts': test(`it.only('holds', () => {})\nit('is left out', () => {})`),
      'src/size/good.test.ts': test(`it('holds', () => expect(process.env.NOROSHI_TEST_DEPTH).toBe('quick'))`),
      'src/size/idle.test.ts': test(`it.skip('waits', () => {}); it.todo('comes'); it('gives up', context => context.skip()); describe.skip('outer', () => { describe.skipIf(true)('inner', () => { it('is within', () => {}) }) })`),
      'src/size/late.test.ts': test(`it('holds', async () => { setTimeout(() => { throw new Error('too late') }); await new Promise(done => setTimeout(done, 50)) })`),
    }, 'size')
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/^gate size: FAILED, .* s\n {2}src\/long.ts: 801 lines, over 800\n/m)
    expect(run.stdout).toContain('expected 1 to be 2')
    expect(run.stdout).toContain(`Skipped:
  src/size/focus.test.ts > is left out
  src/size/idle.test.ts > waits
  src/size/idle.test.ts > comes
  src/size/idle.test.ts > gives up
  src/size/idle.test.ts > outer > inner > is within
Failed:
  gate size
  src/size/bad.test.ts > one > does not
  src/size/focus.test.ts > holds
  src/size/broken.test.ts (the file itself)
  unhandled error: too late
`)
    expect(run.stdout).toMatch(/\n3 passed, 5 failed, 5 skipped\n$/)
  })

  it.skipIf(IS_QUICK)('passes when everything did, and counts a gate as one test', async () => {
    const run = await runIn({ 'src/size.test.ts': test(`it('holds', () => {})`) }, 'size')
    expect(run).toMatchObject({ code: 0, stdout: expect.stringMatching(/^gate size: ok, .*^2 passed, 0 failed\n$/ms) })
  })

  it.skipIf(IS_QUICK)('runs one test alone by its name', async () => {
    const run = await runIn({ 'src/two.test.ts': test(`describe('all', () => { it('one (a)', () => {}); it('two', () => expect(1).toBe(2)) })`) }, 'two > one (a)')
    expect(run).toMatchObject({ code: 0, stdout: expect.stringMatching(/\n1 passed, 0 failed, 1 skipped\n$/) })
  })

  it.skipIf(IS_QUICK)('fails when no test was run', async () => {
    const run = await runIn({ 'src/idle.test.ts': test(`it.skip('waits', () => {})`) }, 'idle')
    expect(run).toMatchObject({ code: 1, stdout: expect.stringMatching(/no test was run: no file matches idle\n.*\n0 passed, 1 failed, 1 skipped\n$/s) })
  })
})

function test(body: string): string {
  return `import { describe, expect, it } from 'vitest'\ndescribe; expect\n${body}\n`
}

/** In a process of its own: a test run inside a test run would share its state. */
function runIn(files: Record<string, string>, pattern: string) {
  const root = sampleTree(files)
  const code = `import { runTests } from ${JSON.stringify(MAIN)}\nprocess.exit(await runTests(${JSON.stringify({ depth: 'quick', pattern, root })}))`
  return runProgram(process.execPath, ['--input-type=module', '--eval', code], { cwd: root, env: { NO_COLOR: '1' } })
}
