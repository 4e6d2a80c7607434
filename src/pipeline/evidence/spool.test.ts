import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

/** What a process of its own prints: the spool belongs to a process and ends with it. */
function inProcess(code: string): string {
  const script = `
    import { spool } from ${JSON.stringify(join(import.meta.dirname, 'spool.ts'))}
    import { readFileSync } from 'node:fs'
    async function* blocks(...texts) { for (const text of texts) yield Buffer.from(text) }
    ${code}`
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).stdout.trim()
}

test('content lies in a file of its own until the process ends', () => {
  const [file, content, other] = inProcess(`
    const file = await spool(blocks('one ', 'two'), 1_000)
    console.log(file + '|' + readFileSync(file) + '|' + await spool(blocks(), 1_000))`).split('|')
  expect([content, dirname(file!) === dirname(other!), file === other, existsSync(dirname(file!))]).toEqual(['one two', true, false, false])
})

test('content that does not fit leaves nothing, and does not count', () => {
  expect(inProcess(`
    await spool(blocks('123', '456'), 5).catch(({ message }) => console.log(message))
    console.log(String(readFileSync(await spool(blocks('12345'), 5))))`)).toBe('archives within archives take more than 5 bytes\n12345')
})

test('what a killed process left is removed after a day', () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid
  const old = join(tmpdir(), `noroshi-spool-${dead}-aaaaaa`)
  const running = join(tmpdir(), `noroshi-spool-${process.pid}-bbbbbb`)
  const young = join(tmpdir(), `noroshi-spool-${dead}-cccccc`)
  for (const folder of [old, running, young]) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, '0'), 'x')
  }
  for (const folder of [old, running]) utimesSync(folder, 0, 0)
  inProcess('await spool(blocks(), 10)')
  expect([old, running, young].map(folder => existsSync(folder))).toEqual([false, true, true])
  for (const folder of [running, young]) rmSync(folder, { recursive: true })
})
