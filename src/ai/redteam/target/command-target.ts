import { spawn } from 'node:child_process'
import * as z from 'zod'
import { MOST_ANSWER_BYTES, TARGET_MS } from '../defaults.ts'
import type { Said, Target } from './target.ts'

const saidSchema = z.looseObject({
  text: z.string().default(''),
  calls: z.array(z.looseObject({ name: z.string(), arguments: z.unknown().transform(given => (typeof given === 'string' ? given : JSON.stringify(given) ?? '')) })).default([]),
  filtered: z.boolean().default(false),
})

export interface CommandTargetOptions {
  readonly timeoutMs?: number | undefined
  readonly stop?: AbortSignal | undefined
}

/** A program that reads `{system, turns, tools}` as JSON from its standard input and writes `{text, calls?, filtered?}`, or plain text; started for each question. */
export function commandTarget(words: readonly string[], { timeoutMs = TARGET_MS, stop }: CommandTargetOptions = {}): Target {
  const [program = '', ...given] = words
  return {
    name: words.join(' '),
    async ask(system, turns, tools) {
      const text = await run(program, given, JSON.stringify({ system, turns, tools }), timeoutMs, stop)
      return answerOf(text)
    },
  }
}

/** JSON of another form is what the program says, as plain text is. */
function answerOf(text: string): Said {
  try {
    const value: unknown = JSON.parse(text)
    const isAnswer = typeof value === 'object' && value !== null && ['text', 'calls', 'filtered'].some(member => member in value)
    if (!isAnswer) return { text, calls: [], isFiltered: false }
    const { text: said, calls, filtered } = saidSchema.parse(value)
    return { text: said, calls, isFiltered: filtered }
  } catch {
    return { text, calls: [], isFiltered: false }
  }
}

/** In a group of its own, so that what it started ends with it. One that says more than the limit is cut there. */
function run(program: string, given: readonly string[], input: string, timeoutMs: number, stop: AbortSignal | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, given, { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
    const end = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It has ended by itself.
      }
      child.stdout.destroy()
      child.stderr.destroy()
    }
    let text = ''
    let complaint = ''
    let why: string | null = null
    const patience = setTimeout(() => {
      why = `${program} does not answer within ${timeoutMs / 1_000} s`
      end()
    }, timeoutMs)
    const stopped = () => {
      why = 'stopped'
      end()
    }
    stop?.addEventListener('abort', stopped)
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
      if (text.length > MOST_ANSWER_BYTES) end()
    })
    child.stderr.setEncoding('utf8').on('data', (piece: string) => { complaint = (complaint + piece).slice(-COMPLAINT) })
    // One that cannot be started says so before it closes.
    let failure: Error | null = null
    child.on('error', error => { failure = error })
    child.on('close', code => {
      clearTimeout(patience)
      stop?.removeEventListener('abort', stopped)
      if (failure === null && why === null && (code === 0 || text.length > MOST_ANSWER_BYTES)) return resolve(text)
      return reject(failure ?? new Error(why ?? `${program} ended with code ${code}${complaint === '' ? '' : `: ${JSON.stringify(complaint)}`}`))
    })
    // One that does not read its input says so by its end.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

/** Characters that are quoted of what a program that failed complains of. */
const COMPLAINT = 300
