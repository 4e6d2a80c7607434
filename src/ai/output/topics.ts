import { RE2JS } from 're2js'
import * as z from 'zod'
import { quoted } from '../judge/quotation.ts'
import type { GuardReason } from '../judge/verdict.ts'
import { TermAutomaton } from '../signature/term-automaton.ts'
import { LONGEST_REFUSAL, LONGEST_TERM, MOST_PATTERNS, MOST_TERMS, MOST_TOPIC_HITS, MOST_TOPICS, WORDS_FOR_STAR } from './defaults.ts'
import { plainLetters, topicViews } from './topic-views.ts'

/** What answers do not speak of, as a policy says it. */
export const topicSchema = z.strictObject({
  name: z.string().min(1).max(63),
  /** Words and phrases in any case; `*` at the end of a word takes any ending, by itself up to three words. */
  words: z.array(z.string().max(LONGEST_TERM).refine(term => /[\p{L}\p{N}]/u.test(term), 'holds no letter')).max(MOST_TERMS).default([]),
  /** Regular expressions (RE2), in any case: their time grows with the text's length alone. */
  patterns: z.array(z.string().min(1).max(LONGEST_TERM).superRefine((source, context) => {
    const problem = problemOf(source)
    if (problem !== null) context.addIssue({ code: 'custom', message: problem })
  })).max(MOST_PATTERNS).default([]),
  /** `redact`: from there on a refusal stands in place of the answer. */
  found: z.enum(['flag', 'redact', 'block']).default('redact'),
  /** What stands there; else a sentence in the language of the answer. */
  says: z.string().min(1).max(LONGEST_REFUSAL).optional(),
}).refine(({ words, patterns }) => words.length + patterns.length > 0, 'has neither words nor patterns')

export const topicsSchema = z.array(topicSchema).max(MOST_TOPICS)

export type Topic = Readonly<z.infer<typeof topicSchema>>

/** A topic that a text speaks of, and the words by which it does. */
export interface TopicHit {
  readonly topic: Topic
  readonly words: string
}

/** Finds topics in texts, however many words they have, in one pass. */
export class Topics {
  readonly #all: readonly Topic[]
  readonly #terms: TermAutomaton
  readonly #patterns: readonly { readonly topic: number; readonly regex: RE2JS }[]

  /** @param all as {@link topicsSchema} read them */
  constructor(all: readonly Topic[]) {
    this.#all = all
    const terms = all.flatMap(({ words }, topic) => words.map(word => [plainTerm(word), topic] as const))
    this.#terms = new TermAutomaton(terms.filter(([term]) => !hasInnerStar(term)))
    this.#patterns = [
      ...terms.filter(([term]) => hasInnerStar(term)).map(([term, topic]) => ({ topic, regex: compiled(sourceOf(term)) })),
      ...all.flatMap(({ patterns }, topic) => patterns.map(source => ({ topic, regex: compiled(source) }))),
    ]
  }

  /** The topics of a text, each once: as it stands, with letters made plain, and what is encoded in it. */
  find(text: string): TopicHit[] {
    if (this.#all.length === 0) return []
    const found = new Map<number, string>()
    for (const view of topicViews(text)) {
      for (const { concept, start, end } of this.#terms.find(view, MOST_TOPIC_HITS)) if (!found.has(concept)) found.set(concept, view.slice(start, end))
      for (const { topic, regex } of this.#patterns) {
        if (found.has(topic)) continue
        const matcher = regex.matcher(view)
        if (matcher.find()) found.set(topic, (matcher.group() ?? '').trim())
      }
    }
    return [...found].sort(([one], [other]) => one - other).map(([topic, words]) => ({ topic: this.#all[topic]!, words }))
  }
}

const known = new WeakMap<readonly Topic[], Topics>()

/** The same for the same list, which is made ready once. */
export function topicsOf(all: readonly Topic[]): Topics {
  const kept = known.get(all) ?? new Topics(all)
  known.set(all, kept)
  return kept
}

/** What is said in place of an answer. */
export function refusalOf({ says }: Topic, answer: string): string {
  return says ?? (/[\u3040-\u30ff]/.test(answer) ? 'この話題にはお答えできません。' : 'I cannot speak about this topic.')
}

/** Why an answer is not to be given: of what is withheld the program learns no word. */
export function topicReason({ name }: Topic): GuardReason {
  const shown = quoted(name)
  return { en: `the answer speaks of a topic that it should not: ${shown}`, ja: `回答が、触れてはならない話題について述べている：${shown}` }
}

function plainTerm(term: string): string {
  return plainLetters(term).trim()
}

function hasInnerStar(term: string): boolean {
  return term.slice(0, -1).includes('*')
}

const APART = String.raw`\p{Latin}\p{Cyrillic}\p{Greek}\p{Arabic}\p{Hebrew}\p{Devanagari}\p{Bengali}\p{N}_`

/** A star by itself stands for some words, one in a word for its letters there. */
function sourceOf(term: string): string {
  const words = term.split(' ').map(word => (word === '*' ? null : word.split('*').map(part => part.replaceAll(/[^\p{L}\p{N}_]/gu, sign => `\\x{${sign.codePointAt(0)!.toString(16)}}`)).join(String.raw`[\p{L}\p{N}_]{0,40}`)))
  let source = ''
  for (const [index, word] of words.entries()) {
    if (word === null) source += String.raw`(?:[^ ]{1,60} ){0,${WORDS_FOR_STAR}}`
    else source += `${word}${index < words.length - 1 ? ' ' : ''}`
  }
  return `(?:^|[^${APART}])${source}(?:$|[^${APART}])`
}

function compiled(source: string): RE2JS {
  return RE2JS.compile(source, RE2JS.CASE_INSENSITIVE)
}

function problemOf(source: string): string | null {
  try {
    return compiled(source).matcher('').find() ? 'finds even the empty text' : null
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}
