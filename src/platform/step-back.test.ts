import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const STEP_BACK = new URL('./step-back.ts', import.meta.url).href

/** What the program says on its standard output. */
async function said(program: string, detached: boolean): Promise<string> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '-e', program], { detached, stdio: ['ignore', 'pipe', 'inherit'] })
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')])
  return output
}

const NICE_OF_THREADS = `
  import { readFileSync, readdirSync } from 'node:fs'
  import { readFile } from 'node:fs/promises'
  await readFile('/proc/self/stat')
  const nice = id => readFileSync('/proc/self/task/' + id + '/stat', 'utf8').split(') ').at(-1).split(' ')[16]
  const seen = new Set(readdirSync('/proc/self/task').map(nice))
  console.log(JSON.stringify([...seen]))`

const STEPS_BACK = `import { stepBack } from '${STEP_BACK}'\nstepBack(7)\n`

test.skipIf(!existsSync('/proc/self/task'))('every thread of a process that steps back does, those begun later too', async () => {
  expect(await said(STEPS_BACK + NICE_OF_THREADS, false)).toBe('["7"]\n')
})

// What a session that belongs to none says is empty.
test.skipIf(!existsSync('/proc/self/autogroup'))('its session steps back only where it is its own', async () => {
  const group = `\nconsole.log(readFileSync('/proc/self/autogroup', 'utf8').trim())`
  expect(await said(STEPS_BACK + NICE_OF_THREADS + group, true)).toMatch(/^\["7"\]\n.* nice 7\n$/)
  expect(await said(STEPS_BACK + NICE_OF_THREADS + group, false)).toBe(`["7"]\n${readFileSync('/proc/self/autogroup', 'utf8').trim()}\n`)
})
