import type { ForbiddenTopic } from './analysed-context.ts'
import { contentWords, PromptWords } from './content-words.ts'
import type { Mark } from './context-words.ts'
import { marksOf, says } from './context-words.ts'
import { MEMBER_CHARACTERS } from './defaults.ts'
import type { ReadSentence } from './read-sentence.ts'

const QUOTATIONS = /"([^"]+)"|(?<![\p{L}\p{N}])'([^']+)'(?!\p{L})|«([^»]+)»|“([^”]+)”|„([^“”]+)[“”]|‘([^’]+)’|「([^」]+)」|『([^』]+)』|《([^》]+)》/gu
/** Letters of Vietnamese alone: its words are syllables, which many others share. */
const SYLLABIC = /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i
const COMMA = /[,;、，،]/g

interface Stretch {
  readonly sentence: ReadSentence
  readonly from: number
  readonly to: number
}

/** Topics that sentences forbid. What the assistant is for, by the rest of its context, is none. */
export function forbiddenTopics(sentences: readonly ReadSentence[]): ForbiddenTopic[] {
  const stretches = sentences.map(sentence => ({ sentence, stretch: forbiddenStretch(sentence) }))
  const allowed = stretches.flatMap(({ sentence: { text, marks }, stretch }) => stretch === null ? [{ text, marks }] : [])
  const own = new PromptWords(allowed.map(({ text }) => text).join('\n'))
  const ownSubjects = new Set(allowed.flatMap(({ marks }) => subjectsOf(marks, 0, Infinity)))
  return stretches.flatMap(({ stretch }) => {
    if (stretch === null) return []
    const topic = topicOf(stretch, own, ownSubjects)
    return topic === null ? [] : [topic]
  })
}

function topicOf({ sentence: { written, text, marks }, from, to }: Stretch, own: PromptWords, ownSubjects: ReadonlySet<string>): ForbiddenTopic | null {
  const subjects = [...new Set(subjectsOf(marks, from, to))].filter(subject => !ownSubjects.has(subject))
  // The words of an order to keep a secret are the secret itself.
  if (says(marks, 'password', 'key')) return null
  if (says(marks, 'private')) return subjects.length === 0 ? null : { sentence: written, quoted: [], words: [], subjects, isSpokenOf: true, isSyllabic: false }
  const quoted = [...text.matchAll(QUOTATIONS)].map(found => {
    const start = found.index + 1
    return contentWords(text, start, start + found[0].length - 2, marks)
  }).filter(({ length }) => length > 0)
  const words = contentWords(text, from, to, marks).filter(word => own.find(word) === null)
  return quoted.length + words.length + subjects.length === 0 ? null : { sentence: written, quoted, words, subjects, isSpokenOf: says(marks, 'speak', 'disclose'), isSyllabic: SYLLABIC.test(written) }
}

function subjectsOf(marks: readonly Mark[], from: number, to: number): string[] {
  return marks.flatMap(({ meaning, start, end }) => (meaning.kind === 'topic' || meaning.kind === 'alias') && start >= from && end <= to ? [meaning.name] : [])
}

/** Where a sentence names what it forbids: after the prohibition or before it, by the language, up to where a reason begins. */
function forbiddenStretch(sentence: ReadSentence): Stretch | null {
  const { text, marks } = sentence
  const next = marksOf(marks, 'forbids-next')[0]
  if (next !== undefined) {
    const to = marksOf(marks, 'reason').find(({ start }) => start >= next.end)?.start ?? text.length
    if (contentWords(text, next.end, to, marks).length + subjectsOf(marks, next.end, to).length > 0) return { sentence, from: next.end, to }
    return { sentence, from: clauseBefore(text, next.start, marks), to: next.start }
  }
  const before = marksOf(marks, 'forbids-before').at(-1)
  return before === undefined ? null : { sentence, from: clauseBefore(text, before.start, marks), to: before.start }
}

/** Where the clause begins that ends at a place: after the last comma or reason, or before the members of a list. */
function clauseBefore(text: string, to: number, marks: readonly Mark[]): number {
  const reason = marksOf(marks, 'reason').filter(({ end }) => end <= to).at(-1)?.end ?? 0
  const commas = [...text.slice(0, to).matchAll(COMMA)].map(({ index }) => index + 1).filter(index => index >= reason)
  let from = to
  for (const comma of [...commas.reverse(), reason]) {
    const isMember = from - comma <= MEMBER_CHARACTERS
    const isEmpty = contentWords(text, from, to, marks).length + subjectsOf(marks, from, to).length === 0
    if (!isEmpty && !isMember) break
    from = comma
  }
  return from
}
