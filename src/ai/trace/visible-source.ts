import { textRuns } from '../documents/check/text-run.ts'
import type { ReadDocument } from '../documents/document.ts'
import type { Source } from './trace-answer.ts'

/** A document as a source of an answer: what people see of it, with the way back to where that stands. */
export interface VisibleSource extends Source {
  placeOf(index: number): { readonly part: string; readonly offset: number }
}

export function visibleSource({ name, pieces }: ReadDocument): VisibleSource {
  const [run] = textRuns(pieces.filter(({ hiding }) => hiding === null), Number.MAX_SAFE_INTEGER)
  return {
    name, text: run?.text ?? '',
    placeOf(index) {
      const { part, offset } = run?.placeOf(index) ?? { part: '', offset: 0 }
      return { part, offset }
    },
  }
}
