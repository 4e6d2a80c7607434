import { once } from 'node:events'
import { z } from 'zod'
import { MOST_ASK_SECONDS } from '../ai/gateway/defaults.ts'
import { newQuestionSchema } from '../ai/gateway/question/question-folder.ts'
import { nobody } from '../ai/gateway/question/questions.ts'
import type { OpenException } from '../server/gateway/kept-exceptions.ts'
import type { CommonOptions } from './settings.ts'
import { goneSignal, sharedStore, terminal } from './terminal.ts'

/** What `noroshi ai mcp-proxy`, which agents start beside it, asks of a running server: these commands are for it alone. What they are given is JSON. */

const askedSchema = z.strictObject({ question: newQuestionSchema, seconds: z.int().min(1).max(MOST_ASK_SECONDS) })

/** Holds until a person has decided at the desk of the server; writes the decision. @throws what the schema says */
export async function proxyAsk(asked: string, _: CommonOptions): Promise<number> {
  const { question, seconds } = askedSchema.parse(JSON.parse(asked))
  const desk = sharedStore()?.gateway?.desk
  const decision = desk === undefined ? nobody('unreachable') : await desk.ask(question, seconds, goneSignal().signal ?? new AbortController().signal)
  terminal().stdout.write(`${JSON.stringify(decision)}\n`)
  return 0
}

/** Writes which verdicts are lifted now, and again after each change, until nobody reads it any more. */
export async function proxyExceptions(_: CommonOptions): Promise<number> {
  const { signal } = goneSignal()
  if (signal === undefined) return 1
  const { stdout } = terminal()
  const tell = (open: readonly OpenException[]) => void stdout.write(`${JSON.stringify(open)}\n`)
  const exceptions = sharedStore()?.gateway?.exceptions
  // Without a gateway there are none, and none will come.
  if (exceptions === undefined) tell([])
  const stop = exceptions?.follow(tell)
  if (!signal.aborted) await once(signal, 'abort')
  stop?.()
  return 0
}

/** Counts what exceptions lifted. @param uses by the id of the exception */
export async function proxyUses(uses: string, _: CommonOptions): Promise<number> {
  const exceptions = sharedStore()?.gateway?.exceptions
  for (const [id, count] of Object.entries(usesSchema.parse(JSON.parse(uses)))) exceptions?.used(id, count)
  return 0
}

const usesSchema = z.record(z.uuid(), z.int().positive())
