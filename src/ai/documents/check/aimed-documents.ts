import { quoted } from '../../judge/quotation.ts'
import { nearDuplicates } from '../../text/near-duplicates.ts'
import { ASKING_DOCUMENTS, DUPLICATES, QUESTION_OVERLAP, QUESTION_REPEATS, QUESTION_SHARE } from '../defaults.ts'
import type { DocumentFinding } from '../document-finding.ts'
import { lettersOf, questionsIn } from './questions-in.ts'

/** A document as retrieval sees it. */
export interface RetrievedText {
  readonly name: string
  readonly text: string
}

/**
 * Documents that were made to be found for one question (as in PoisonedRAG, Zou and others 2024: the question itself, then what the model is to
 * answer): the same question in several that hold little else, one repeated within a document, and near duplicates that crowd out others.
 *
 * @param asked questions that people are known to ask; documents that hold one and little else are told even when there is only one
 * @returns findings by the index of the document
 */
export function aimedDocuments(documents: readonly RetrievedText[], asked: readonly string[]): Map<number, DocumentFinding[]> {
  const found = new Map<number, DocumentFinding[]>()
  const tell = (index: number, finding: Omit<DocumentFinding, 'part'>) => found.set(index, [...found.get(index) ?? [], { part: '', ...finding }])
  const askedBy = new Map<string, Map<number, { readonly text: string; readonly start: number; readonly share: number; readonly times: number }>>()
  for (const [index, { text }] of documents.entries()) {
    const letters = lettersOf(text).length
    for (const { text: question, letters: key, start } of [...questionsIn(text), ...heldQuestions(text, asked)]) {
      const holders = askedBy.get(key) ?? new Map()
      const times = (holders.get(index)?.times ?? 0) + 1
      if (times === 1) holders.set(index, { text: question, start, share: key.length / letters, times })
      else holders.set(index, { ...holders.get(index)!, times })
      askedBy.set(key, holders)
    }
  }
  const known = new Set(asked.map(lettersOf))
  for (const [key, holders] of askedBy) {
    const aimed = [...holders].filter(([, { share }]) => share >= QUESTION_SHARE)
    const isAsked = known.has(key)
    if (aimed.length >= ASKING_DOCUMENTS || (isAsked && aimed.length > 0)) {
      for (const [index, { text, start, share }] of aimed) {
        const others = aimed.filter(([other]) => other !== index).slice(0, 3).map(([other]) => documents[other]!.name)
        const percent = Math.round(share * 100)
        tell(index, {
          check: 'aimed-at-question', verdict: 'flag', offset: start, quoted: quoted(text),
          reason: {
            en: `${aimed.length} documents repeat this question and hold little else (here ${percent} % of the letters), as is done to be found for it${others.length === 0 ? '' : `; also ${others.join(', ')}`}`,
            ja: `${aimed.length} 件の文書がこの質問をそのまま含み、ほかの内容がほとんどない（この文書では ${percent} %）。検索で選ばれることを狙った文書に見られる${others.length === 0 ? '' : `。ほかに ${others.join('、')}`}`,
          },
        })
      }
    }
    for (const [index, { text, start, times, share }] of holders) {
      if (times < QUESTION_REPEATS || times * share < QUESTION_SHARE) continue
      tell(index, {
        check: 'stuffed-with-question', verdict: 'flag', offset: start, quoted: quoted(text),
        reason: { en: `it repeats one question ${times} times, as is done to be found for it`, ja: `同じ質問を ${times} 回繰り返している。検索で選ばれることを狙った文書に見られる` },
      })
    }
  }
  for (const members of groups(documents)) {
    for (const index of members) {
      const others = members.filter(other => other !== index).slice(0, 3).map(other => documents[other]!.name)
      tell(index, {
        check: 'near-duplicates', verdict: 'note', offset: 0, quoted: quoted(documents[index]!.text),
        reason: { en: `${members.length} documents say nearly the same and would crowd out others in an answer: also ${others.join(', ')}`, ja: `${members.length} 件の文書がほぼ同じ内容で、回答からほかの文書を締め出すおそれがある：ほかに ${others.join('、')}` },
      })
    }
  }
  return found
}

/** Questions that are known to be asked, where a document holds nearly all their runs of letters in one place. */
function heldQuestions(text: string, asked: readonly string[]): { readonly text: string; readonly letters: string; readonly start: number }[] {
  if (asked.length === 0) return []
  const letters = lettersOf(text)
  const runs = new Set(Array.from({ length: Math.max(0, letters.length - 3) }, (_, at) => letters.slice(at, at + 4)))
  const own = new Set(questionsIn(text).map(each => each.letters))
  return asked.flatMap(question => {
    const key = lettersOf(question)
    const wanted = Array.from({ length: Math.max(0, key.length - 3) }, (_, at) => key.slice(at, at + 4))
    const share = wanted.filter(run => runs.has(run)).length / Math.max(1, wanted.length)
    return share < QUESTION_OVERLAP || own.has(key) ? [] : [{ text: question, letters: key, start: 0 }]
  })
}

function groups(documents: readonly RetrievedText[]): number[][] {
  const members = new Map<number, number[]>()
  for (const [index, group] of nearDuplicates(documents.map(({ text }) => text)).entries()) {
    if (documents[index]!.text.trim() !== '') members.set(group, [...members.get(group) ?? [], index])
  }
  return [...members.values()].filter(each => each.length >= DUPLICATES)
}
