import { spawn } from 'node:child_process'
import * as z from 'zod'
import { MOST_ANSWER_BYTES, TARGET_MS } from '../defaults.ts'
import type { Said, Target } from './target.ts'

const saidSchema = z.looseObject({
  text: z.string().default(''),
  calls: z.array(z.looseObject({ name: z.string(), arguments: z.string().default('') })).default([]),
  filtered: z.boolean().default(false),
})

/** A program that reads `{system, turns, tools}` as JSON from its standard input and writes `{text, calls?, filtered?}`, or plain text; started for each question. */
export function commandTarget(words: readonly string[]): Target {
  const [program = '', ...given] = words
  return {
    name: words.join(' '),
    async ask(system, turns, tools) {
      const text = await run(program, given, JSON.stringify({ system, turns, tools }))
      return answerOf(text)
    },
  }
}

function answerOf(text: string): Said {
  try {
    const { text: said, calls, filtered } = saidSchema.parse(JSON.parse(text))
    return { text: said, calls, isFiltered: filtered }
  } catch {
    return { text, calls: [], isFiltered: false }
  }
}

function run(program: string, given: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, given, { stdio: ['pipe', 'pipe', 'ignore'], timeout: TARGET_MS })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
      if (text.length > MOST_ANSWER_BYTES) child.kill('SIGKILL')
    })
    // One that cannot be started says so before it closes.
    let failure: Error | null = null
    child.on('error', error => { failure = error })
    child.on('close', code => {
      if (failure === null && code === 0) return resolve(text)
      return reject(failure ?? new Error(`${program} ended with code ${code}`))
    })
    // One that does not read its input says so by its end.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}
