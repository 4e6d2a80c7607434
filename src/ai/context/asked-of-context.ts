import type { AnalysedContext, ForbiddenTopic, KeptPerson, KeptSecret } from './analysed-context.ts'
import { PromptWords } from './content-words.ts'
import type { ContextWords, Mark } from './context-words.ts'
import { marksOf, namesOf, says } from './context-words.ts'
import { ORDER_CHARACTERS, SHARED_WORDS } from './defaults.ts'

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
  const { secret, person, topics, contentTask } = context
  if (secret === null && person === null && contentTask === null && topics.length === 0) return null
  const prompt = { text, marks: words.marksIn(text), words: new PromptWords(text) }
  const asked = (secret === null ? null : asksForSecret(secret, prompt)) ?? (person === null ? null : asksForPerson(person, prompt))
  if (asked !== null) return asked
  for (const topic of topics) {
    const shared = sharedWith(topic, prompt)
    if (shared !== null) return { kind: 'topic', words: shared, sentence: topic.sentence }
  }
  return contentTask === null ? null : ordersIn(prompt, contentTask)
}

/** Where the secret itself is at hand, whatever is said of it may draw it out; where there is only a rule, it must be asked for. */
function asksForSecret({ sentence, isHeld }: KeptSecret, { text, marks }: ReadPrompt): AskedOfContext | null {
  const named = marksOf(marks, ...(isHeld ? ['secret', 'stand-in'] as const : ['secret'] as const))
  if (named.length === 0 || says(marks, 'handling') || (!isHeld && !says(marks, 'disclose'))) return null
  return { kind: 'secret', words: quoted(text, named), sentence }
}

function asksForPerson({ sentence, facts, names, areMany }: KeptPerson, { text, marks, words }: ReadPrompt): AskedOfContext | null {
  const name = names.map(each => words.find(each)).find(each => each !== null)
  const person = name === undefined ? marksOf(marks, 'person', ...(areMany ? ['everyone'] as const : [])) : []
  if (name === undefined && person.length === 0) return null
  const fact = [...namesOf(marks, 'fact')].find(([kind]) => facts.has(kind))?.[1] ?? marksOf(marks, 'private')[0]
  return fact === undefined ? null : { kind: 'person', words: [...new Set([...(name === undefined ? quoted(text, person).slice(0, 1) : [name]), ...quoted(text, [fact])])], sentence }
}

function sharedWith({ quoted: quotations, words: topicWords, subjects, isSpokenOf }: ForbiddenTopic, { text, marks, words }: ReadPrompt): string[] | null {
  for (const quotation of quotations) {
    const shared = found(quotation, words)
    if (shared.length > 0 && shared.length * 2 >= quotation.length) return shared
  }
  const said = namesOf(marks, 'topic')
  const subject = subjects.map(each => said.get(each)).find(each => each !== undefined)
  if (subject !== undefined) return quoted(text, [subject])
  const shared = found(topicWords, words)
  return shared.length >= (isSpokenOf && topicWords.length < SHARED_WORDS + 1 ? 1 : SHARED_WORDS) ? shared : null
}

/** Content that tells its reader to set the task aside and to say something else. */
function ordersIn({ text, marks }: ReadPrompt, sentence: string): AskedOfContext | null {
  const stated = marksOf(marks, 'state-that')
  for (const aside of marksOf(marks, 'set-aside')) {
    const near = stated.find(({ start, end }) => start < aside.start ? aside.start - end <= ORDER_CHARACTERS && end <= aside.start : start - aside.end <= ORDER_CHARACTERS && start >= aside.end)
    if (near !== undefined) return { kind: 'order', words: quoted(text, [aside, near]), sentence }
  }
  return null
}

function found(topicWords: readonly string[], words: PromptWords): string[] {
  return topicWords.map(word => words.find(word)).filter(word => word !== null)
}

function quoted(text: string, marks: readonly Mark[]): string[] {
  return [...new Set(marks.map(({ start, end }) => text.slice(start, end)))].slice(0, 3)
}
