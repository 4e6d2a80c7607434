import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { ANSWER_LOOK_MS, MOST_QUESTIONS } from '../defaults.ts'
import type { Answer, Question } from './questions.ts'
import { QuestionDesk } from './questions.ts'

/** Questions of a gateway that runs alone: each waits as a file, and a command puts the answer beside it. */

/** What is asked, as another process gives it. */
export const newQuestionSchema = z.object({
  about: z.enum(['request', 'answer']), request: z.string(), application: z.string(), client: z.string(), model: z.string(), upstream: z.string(),
  verdicts: z.array(z.object({ layer: z.string(), kind: z.string(), origin: z.enum(['system', 'user', 'assistant', 'tool', 'document']), reason: z.object({ en: z.string(), ja: z.string() }) })),
  text: z.string(), asked: z.string().default(''), tools: z.array(z.string()),
})

const questionSchema: z.ZodType<Question> = newQuestionSchema.extend({ id: z.uuid(), askedAt: z.string(), until: z.string() })

const answerSchema: z.ZodType<Answer> = z.object({ allowed: z.boolean(), person: z.string(), reason: z.string() })

/** Opens the desk over a folder; what an earlier process left there waits for nobody. */
export function openQuestionFolder(folder: string): { readonly desk: QuestionDesk; close(): void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(folder)) if (FILE.test(name)) rmSync(join(folder, name), { force: true })
  const desk = new QuestionDesk({
    most: MOST_QUESTIONS,
    onAsked: question => writeWhole(folder, `${question.id}.question.json`, question),
    onEnded({ id }) {
      for (const kind of ['question', 'answer']) rmSync(join(folder, `${id}.${kind}.json`), { force: true })
    },
  })
  const timer = setInterval(() => {
    for (const { id } of desk.waiting) {
      const answer = readJson(join(folder, `${id}.answer.json`), answerSchema)
      if (answer !== null) desk.answer(id, answer)
    }
  }, ANSWER_LOOK_MS).unref()
  return {
    desk,
    close() {
      clearInterval(timer)
      desk.close()
    },
  }
}

/** Those that wait, the oldest first. */
export function questionsIn(folder: string): Question[] {
  if (!existsSync(folder)) return []
  const now = new Date().toISOString()
  return readdirSync(folder).filter(name => name.endsWith('.question.json')).flatMap(name => readJson(join(folder, name), questionSchema) ?? [])
    .filter(({ until }) => until > now).sort((one, other) => (one.askedAt < other.askedAt ? -1 : 1))
}

/** @returns whether it waits for an answer still */
export function answerIn(folder: string, id: string, answer: Answer): boolean {
  if (!questionsIn(folder).some(each => each.id === id) || existsSync(join(folder, `${id}.answer.json`))) return false
  writeWhole(folder, `${id}.answer.json`, answer)
  return true
}

const FILE = /^[0-9a-f-]{36}\.(?:question|answer)\.json(?:\.new)?$/

function writeWhole(folder: string, name: string, value: unknown): void {
  const path = join(folder, name)
  writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

/** Null where it is not there (any more), or is none of ours. */
function readJson<T>(path: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}
