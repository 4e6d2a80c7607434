import { answerIn, questionsIn } from '../ai/gateway/question/question-folder.ts'
import type { Question } from '../ai/gateway/question/questions.ts'
import type { Language } from '../model/reason.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { addAudit } from '../store/ledger/audit.ts'
import { inTransaction } from '../store/postgres/transaction.ts'
import { gatewayFiles } from './ai-gateway.ts'
import { printable } from './evidence.ts'
import type { CommonOptions } from './settings.ts'
import { actorOf } from './settings.ts'
import { sharedStore, terminal } from './terminal.ts'
import { writeLines } from './write-lines.ts'

interface QuestionOptions extends CommonOptions {
  readonly lang: Language
  readonly actor?: string
}

/** `noroshi ai question list`: of the gateway of the running server, else of the one that runs alone in the data folder. */
export async function aiQuestionList({ lang, json, ...options }: QuestionOptions & { readonly json?: boolean }): Promise<number> {
  const questions = waiting(options)
  await writeLines(terminal().stdout, questions.map(each => (json === true ? `${JSON.stringify(each)}\n` : linesOf(each, lang))))
  if (questions.length === 0) terminal().stderr.write(`${WORDS[lang].none}\n`)
  return 0
}

/** `noroshi ai question answer`. Exit code 1 when nobody waits for it any more. */
export async function aiQuestionAnswer(id: string, decision: 'allow' | 'refuse', { lang, actor, reason, ...options }: QuestionOptions & { readonly reason: string }): Promise<number> {
  const [found, second] = waiting(options).filter(each => each.id.startsWith(id.toLowerCase()))
  if (found === undefined || second !== undefined) throw new NoroshiError('usage', `no question ${id} waits, or several begin so; noroshi ai question list shows them`)
  const answer = { allowed: decision === 'allow', person: actorOf(actor), reason }
  const shared = sharedStore()
  if (shared !== null) {
    const { pool, organisation } = shared.store.ledger
    // Before: what is allowed is known to have been.
    await inTransaction(pool, client => addAudit(client, organisation, {
      person: answer.person, action: 'gateway.answer', subject: found.id, details: { application: found.application, request: found.request, allowed: answer.allowed, reason },
    }))
  }
  const isDone = shared === null ? answerIn(gatewayFiles(options).questions, found.id, answer) : shared.gateway?.desk.answer(found.id, answer) !== null
  terminal().stdout.write(`${isDone ? WORDS[lang].done[decision] : WORDS[lang].late}\n`)
  return isDone ? 0 : 1
}

function waiting(options: CommonOptions): readonly Question[] {
  const shared = sharedStore()
  return shared === null ? questionsIn(gatewayFiles(options).questions) : shared.gateway?.desk.waiting ?? []
}

/** Characters of the text that are shown. */
const SHOWN = 600

function linesOf({ id, until, about, application, upstream, verdicts, text, asked, tools }: Question, language: Language): string {
  const words = WORDS[language]
  return [
    `${id.slice(0, 8)}  ${printable(application)} ${about === 'request' ? '→' : '←'} ${printable(upstream)}  ${words[about]}  ${words.until(until)}`,
    ...verdicts.map(({ layer, reason }) => `          ${layer}: ${printable(reason[language])}`),
    ...(tools.length === 0 ? [] : [`          ${words.tools}: ${printable(tools.join(', '))}`]),
    ...(asked === '' ? [] : [`          ${words.asked}: ${printable(asked.slice(-SHOWN))}`]),
    ...(text === '' ? [] : [`          ${printable(text.slice(-SHOWN))}`]), '',
  ].join('\n')
}

const WORDS = {
  en: {
    none: 'Nobody waits for an answer', late: 'Nobody waits for it any more', done: { allow: 'Allowed', refuse: 'Refused' }, request: 'request', answer: 'answer', tools: 'tools', asked: 'asked', until: (time: string) => `until ${time}`,
  },
  ja: {
    none: '判断を待っている要求はありません', late: 'この要求はもう判断を待っていません', done: { allow: '許可しました', refuse: '拒否しました' }, request: '要求', answer: '回答', tools: 'ツール', asked: '元の要求', until: (time: string) => `期限 ${time}`,
  },
} as const
