import { foldLetters } from '../text/fold-letters.ts'
import { sentencesOf } from '../trace/sentences.ts'
import type { AnalysedContext, HeldTranslation, KeptPerson, KeptSecret } from './analysed-context.ts'
import { contentWords, nameWords } from './content-words.ts'
import type { ContextWords, Mark } from './context-words.ts'
import { marksOf, namesOf, says } from './context-words.ts'
import { CONTEXT_CHARACTERS, DESCRIBING_CHARACTERS, NAME_CHARACTERS, NAME_WORDS, ORDER_SENTENCES } from './defaults.ts'
import { forbiddenTopics } from './forbidden-topics.ts'
import type { ReadSentence } from './read-sentence.ts'

const QUOTED = /["'«“„‘「『《].+?["'»”“’」』》]/
const FORBIDS = ['forbids-next', 'forbids-before'] as const

/** What a context keeps and forbids. It is trusted: nothing in it is disguised. */
export function analyseContext(words: ContextWords, system: string): AnalysedContext {
  const sentences = sentencesOf(system.slice(0, CONTEXT_CHARACTERS)).map(({ text: written }): ReadSentence => {
    const text = foldLetters(written)
    return { written, text, marks: words.marksIn(text) }
  })
  return {
    secret: secretIn(sentences),
    person: personIn(sentences),
    topics: forbiddenTopics(sentences),
    translation: translationIn(sentences),
    contentTask: sentences.find(({ marks }) => says(marks, 'content-task'))?.written ?? null,
  }
}

/** An order to keep what was said: to tell nobody, or not to disclose. */
function isOrderToKeep({ marks }: ReadSentence): boolean {
  return says(marks, 'keep') || (says(marks, ...FORBIDS) && says(marks, 'disclose'))
}

function secretIn(sentences: readonly ReadSentence[]): KeptSecret | null {
  let rule: KeptSecret | null = null
  for (const [index, sentence] of sentences.entries()) {
    const named = marksOf(sentence.marks, 'password', 'key')
    if (named.length === 0) continue
    const near = sentences.slice(Math.max(0, index - 1), index + ORDER_SENTENCES + 1)
    if (!near.some(each => isOrderToKeep(each))) continue
    const isKey = !says(sentence.marks, 'password')
    const described = isKey ? describing(sentence, named) : []
    if (holdsValue(sentence, named)) return { sentence: sentence.written, isHeld: true, isKey, described }
    if (isOrderToKeep(sentence)) rule ??= { sentence: sentence.written, isHeld: false, isKey, described }
  }
  return rule
}

/** What kind of key it is: "the discount code of our staff" is asked for by one of these words too. */
function describing({ text, marks }: ReadSentence, named: readonly Mark[]): readonly string[] {
  const { start, end } = named[0]!
  const value = text.slice(end).search(QUOTED)
  return contentWords(text, start - DESCRIBING_CHARACTERS, value < 0 ? text.length : end + value, marks)
}

/** A quotation, or "the password is". */
function holdsValue({ text, marks }: ReadSentence, named: readonly Mark[]): boolean {
  return QUOTED.test(text) || named.some(({ end }) => /^\s*[:=]/.test(text.slice(end)) || marksOf(marks, 'is').some(({ start }) => start >= end && start - end <= 2))
}

function personIn(sentences: readonly ReadSentence[]): KeptPerson | null {
  const order = sentences.find(each => isOrderToKeep(each) && says(each.marks, 'private', 'everyone'))
  if (order === undefined) return null
  const others = sentences.filter(each => each !== order)
  const facts = new Set(others.flatMap(({ marks }) => [...namesOf(marks, 'fact').keys()]))
  const names = others.flatMap(({ text, marks }) => marks.filter(({ meaning }) => meaning.kind === 'fact' && meaning.name === 'name')
    .flatMap(({ end }) => nameAfter(text, end, marks)))
  return { sentence: order.written, facts, names: [...new Set(names)], areMany: others.some(({ marks }) => says(marks, 'everyone')) }
}

/** What follows "the name", at once or after "is"; where the verb ends the sentence it follows at once. */
function nameAfter(text: string, end: number, marks: readonly Mark[]): string[] {
  const after = marksOf(marks, 'is').find(({ start }) => start >= end && start - end <= NAME_CHARACTERS)?.end ?? end
  return [end, after].flatMap(from => nameWords(text, from, from + NAME_CHARACTERS, marks).slice(0, NAME_WORDS))
}

/** "Translate only from English to French", or never into others: held by its own sentence or by another that forbids to translate. */
function translationIn(sentences: readonly ReadSentence[]): HeldTranslation | null {
  const translating = sentences.filter(({ marks }) => says(marks, 'translate'))
  const languages = new Set(translating.flatMap(({ marks }) => [...namesOf(marks, 'language').keys()]))
  const held = translating.find(({ marks }) => says(marks, 'only', ...FORBIDS))
  return held === undefined || languages.size < 2 ? null : { sentence: held.written, languages }
}
