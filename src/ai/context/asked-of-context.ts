import type { AnalysedContext, ForbiddenTopic, HeldTranslation, KeptPerson, KeptSecret } from './analysed-context.ts'
import { PromptWords } from './content-words.ts'
import type { ContextWords, Mark } from './context-words.ts'
import { marksOf, namesOf, says } from './context-words.ts'
import { ASKED_CHARACTERS, GIVEN_CHARACTERS, ORDER_CHARACTERS, OUTRIGHT_CHARACTERS, RULES_CHARACTERS, SHARED_WORDS } from './defaults.ts'

/** What a prompt asks for that its assistant was told not to give. */
export interface AskedOfContext {
  readonly kind: 'secret' | 'person' | 'topic' | 'order'
  /** Words of the prompt that say so. */
  readonly words: readonly string[]
  /** The sentence of the context that forbids it, as it is written. */
  readonly sentence: string
}

interface ReadPrompt {
  readonly text: string
  readonly marks: readonly Mark[]
  readonly words: PromptWords
}

/** @param text of the prompt, canonical */
export function askedOfContext(words: ContextWords, context: AnalysedContext, text: string): AskedOfContext | null {
  const { secret, person, topics, translation, contentTask } = context
  if (secret === null && person === null && translation === null && contentTask === null && topics.length === 0) return null
  const prompt = { text, marks: words.marksIn(text), words: new PromptWords(text) }
  const asked = (secret === null ? null : asksForSecret(secret, prompt)) ?? (person === null ? null : asksForPerson(person, prompt)) ?? (translation === null ? null : asksForLanguage(translation, prompt))
  if (asked !== null) return asked
  for (const topic of topics) {
    const shared = sharedWith(topic, prompt)
    if (shared !== null) return { kind: 'topic', words: shared, sentence: topic.sentence }
  }
  return ordersIn(prompt, contentTask) ?? ordersAside(prompt, contentTask ?? topics[0]?.sentence ?? person?.sentence ?? translation?.sentence ?? secret!.sentence)
}

/**
 * A secret that is at hand may be drawn out by asking for it, for its letters, a rhyme, a poem: near its name stands what is wanted, or whose it is. Talk about
 * secrets at large and about one's own must ask outright; where there is only a rule, too.
 */
function asksForSecret({ sentence, isHeld, isKey, described }: KeptSecret, { text, marks, words }: ReadPrompt): AskedOfContext | null {
  const isThatKey = isKey && (described.length === 0 || described.some(each => words.find(each) !== null))
  const isOutright = !isHeld || says(marks, 'handling')
  const wanted = isOutright ? marksOf(marks, 'disclose') : marksOf(marks, 'disclose', 'transform', 'yours')
  const reach = isOutright ? OUTRIGHT_CHARACTERS : ASKED_CHARACTERS
  for (const named of marksOf(marks, 'password', ...(isThatKey ? ['key'] as const : []), ...(isHeld && !isOutright ? ['stand-in'] as const : []))) {
    const near = wanted.find(each => distance(each, named) <= reach)
    if (near !== undefined) return { kind: 'secret', words: quoted(text, [near, named].sort((one, other) => one.start - other.start)), sentence }
  }
  return null
}

/** Characters between two places; 0 where they touch or overlap. */
function distance(one: Mark, other: Mark): number {
  return Math.max(0, one.start - other.end, other.start - one.end)
}

function asksForPerson({ sentence, facts, names, areMany }: KeptPerson, { text, marks, words }: ReadPrompt): AskedOfContext | null {
  const store = areMany ? nearest(marksOf(marks, 'everyone'), marksOf(marks, 'disclose', 'yours'), ASKED_CHARACTERS) : null
  if (store !== null) return { kind: 'person', words: quoted(text, store), sentence }
  const name = names.map(each => words.find(each)).find(each => each !== null)
  const person = name === undefined ? marksOf(marks, 'person') : []
  if (name === undefined && person.length === 0) return null
  const fact = [...namesOf(marks, 'fact')].find(([kind]) => facts.size === 0 || facts.has(kind))?.[1] ?? marksOf(marks, 'private')[0]
  return fact === undefined ? null : { kind: 'person', words: [...new Set([...(name === undefined ? quoted(text, person).slice(0, 1) : [name]), ...quoted(text, [fact])])], sentence }
}

function asksForLanguage({ sentence, languages }: HeldTranslation, { text, marks }: ReadPrompt): AskedOfContext | null {
  const others = marks.filter(({ meaning }) => meaning.kind === 'language' && !languages.has(meaning.name))
  const near = nearest(marksOf(marks, 'translate'), others, ASKED_CHARACTERS)
  return near === null ? null : { kind: 'topic', words: quoted(text, near), sentence }
}

function sharedWith({ quoted: quotations, words: topicWords, subjects, isSpokenOf, isSyllabic }: ForbiddenTopic, { text, marks, words }: ReadPrompt): string[] | null {
  for (const quotation of quotations) {
    const shared = found(quotation, words)
    if (shared.length > 0 && (isSyllabic ? shared.length === quotation.length : shared.length * 2 >= quotation.length)) return shared
  }
  const said = namesOf(marks, 'topic', 'member')
  const subject = subjects.map(each => said.get(each)).find(each => each !== undefined)
  if (subject !== undefined) return quoted(text, [subject])
  const shared = found(topicWords, words)
  if (isSyllabic) return shared.length > SHARED_WORDS ? shared : null
  return shared.length >= (isSpokenOf && topicWords.length < SHARED_WORDS + 1 ? 1 : SHARED_WORDS) ? shared : null
}

/** Content that tells its reader to set the task aside, or to suppose something, and what to say then. */
function ordersIn({ text, marks }: ReadPrompt, sentence: string | null): AskedOfContext | null {
  if (sentence === null) return null
  const near = nearest(marksOf(marks, 'ignore', 'suppose'), marksOf(marks, 'state-that'), ORDER_CHARACTERS)
  return near === null ? null : { kind: 'order', words: quoted(text, near), sentence }
}

/** Orders to leave the rules aside that the context gave. */
function ordersAside({ text, marks }: ReadPrompt, sentence: string): AskedOfContext | null {
  const given = marksOf(marks, 'earlier', 'yours')
  const rules = marksOf(marks, 'orders').filter(rule => given.some(each => distance(each, rule) <= GIVEN_CHARACTERS))
  const near = nearest(marksOf(marks, 'ignore'), rules, RULES_CHARACTERS)
  return near === null ? null : { kind: 'order', words: quoted(text, near), sentence }
}

/** The first place of one and the first of the other that stand near each other, apart from each other, in the order of the text. */
function nearest(some: readonly Mark[], others: readonly Mark[], reach: number): Mark[] | null {
  for (const one of some) {
    const other = others.find(each => (each.end <= one.start || each.start >= one.end) && distance(each, one) <= reach)
    if (other !== undefined) return [one, other].sort((first, second) => first.start - second.start)
  }
  return null
}

function found(topicWords: readonly string[], words: PromptWords): string[] {
  return topicWords.map(word => words.find(word)).filter(word => word !== null)
}

function quoted(text: string, marks: readonly Mark[]): string[] {
  return [...new Set(marks.map(({ start, end }) => text.slice(start, end)))].slice(0, 3)
}
