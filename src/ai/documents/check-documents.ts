import { setImmediate } from 'node:timers/promises'
import type { Guard } from '../judge/guard.ts'
import type { GuardReason } from '../judge/verdict.ts'
import { aimedDocuments } from './check/aimed-documents.ts'
import { hiddenText } from './check/hidden-text.ts'
import { ordersIn } from './check/orders-in.ts'
import { outlyingStretches } from './check/outlying-stretches.ts'
import { secretsIn } from './check/secrets-in.ts'
import { strayOrderIn } from './check/stray-orders.ts'
import { textRuns } from './check/text-run.ts'
import { JUDGED_CHARACTERS, MOST_DOCUMENT_FINDINGS } from './defaults.ts'
import type { DocumentFinding } from './document-finding.ts'
import { DOCUMENT_CHECKS } from './document-finding.ts'
import type { DocumentFormat, ReadDocument } from './document.ts'

export interface CheckedDocument {
  readonly name: string
  readonly format: DocumentFormat
  /** The gravest of its findings. */
  readonly verdict: 'allow' | 'flag' | 'block'
  readonly characters: number
  /** Of these, what people do not see. */
  readonly hiddenCharacters: number
  readonly findings: readonly DocumentFinding[]
  /** What was not looked at, and why. */
  readonly unchecked: readonly GuardReason[]
}

export interface CheckOptions {
  /** What is stored already: compared with, not judged. */
  readonly against?: readonly ReadDocument[]
  /** Questions that people are known to ask. */
  readonly questions?: readonly string[]
}

/** Judges documents before a model gets them as context: each by itself, and all of them together. Other work goes on between two. */
export async function checkDocuments(guard: Guard, documents: readonly ReadDocument[], { against = [], questions = [] }: CheckOptions = {}): Promise<CheckedDocument[]> {
  const texts = [...documents, ...against].map(({ name, pieces }) => ({ name, text: pieces.filter(({ hiding }) => hiding === null).map(({ text }) => text).join('') }))
  const aimed = aimedDocuments(texts, questions)
  const { findings: outliers, unmeasured } = outlyingStretches(texts)
  const unlearnt = new Set(unmeasured)
  const checked: CheckedDocument[] = []
  for (const [index, document] of documents.entries()) {
    const outlier = outliers.get(index)
    const found = [...await ownFindings(guard, document), ...[...aimed.get(index) ?? [], ...(outlier === undefined ? [] : [outlier])].map(each => placed(document, each))]
    const findings = found.toSorted((a, b) => DOCUMENT_CHECKS.indexOf(a.check) - DOCUMENT_CHECKS.indexOf(b.check) || a.offset - b.offset).slice(0, MOST_DOCUMENT_FINDINGS)
    checked.push({
      name: document.name, format: document.format, findings,
      verdict: findings.some(({ verdict }) => verdict === 'block') ? 'block' : findings.some(({ verdict }) => verdict === 'flag') ? 'flag' : 'allow',
      characters: characters(document, false), hiddenCharacters: characters(document, true),
      unchecked: unlearnt.has(index) ? [...document.unread, FEW] : document.unread,
    })
  }
  return checked
}

const FEW: GuardReason = { en: 'too few documents to tell whether it is unlike the others', ja: '文書が少なく、ほかの文書と異なるかどうかは判断していない' }

async function ownFindings(guard: Guard, { pieces }: ReadDocument): Promise<DocumentFinding[]> {
  const found = hiddenText(pieces)
  // What is seen and what is hidden are read apart: a sentence goes on behind what is hidden within it.
  for (const isHidden of [false, true]) {
    for (const run of textRuns(isHidden ? hiddenPieces(pieces) : pieces.filter(({ hiding }) => hiding === null), JUDGED_CHARACTERS)) {
      for (const each of [ordersIn(guard, run, isHidden), isHidden ? null : strayOrderIn(run), secretsIn(run)]) if (each !== null) found.push(each)
      await setImmediate()
    }
  }
  return found
}

/** What is hidden in one way is read together; a sentence does not go on in what is hidden in another. */
function hiddenPieces(pieces: ReadDocument['pieces']): ReadDocument['pieces'] {
  const hidden = pieces.filter(({ hiding }) => hiding !== null)
  return hidden.flatMap((piece, index) => {
    const before = hidden[index - 1]
    return before === undefined || (before.hiding === piece.hiding && before.part === piece.part) ? [piece] : [{ ...piece, text: '\n\n' }, piece]
  })
}

/** What was found in the text alone, by where it stands in the document. */
function placed({ pieces }: ReadDocument, finding: DocumentFinding): DocumentFinding {
  let before = 0
  for (const { text, part, offset, hiding } of pieces) {
    if (hiding !== null) continue
    if (finding.offset < before + text.length) return { ...finding, part, offset: offset + finding.offset - before }
    before += text.length
  }
  return finding
}

function characters({ pieces }: ReadDocument, isHidden: boolean): number {
  return pieces.reduce((sum, { text, hiding }) => sum + ((hiding !== null) === isHidden ? text.trim().length : 0), 0)
}
