import { QUESTION_LETTERS } from '../defaults.ts'

const SENTENCE = /[^.!?。！？\n\r|]+[.!?。！？]?/g
const ENGLISH = /^\W{0,20}(?:q\W{0,3}\s*)?(?:what|who|whom|whose|when|where|which|why|how|is|are|was|were|do|does|did|can|could|should|would|will|may|has|have|in which|on which|for which)\b/i
const JAPANESE = /(?:ですか|ますか|でしょうか|何か|いつか|誰か|どこか|なぜか|のか|ませんか|か)[?？。]?$|[?？]$/

/** Code and addresses hold question marks too. */
const SIGN = /[{}=<>;[\]()_/\\"`#*@]/

/** A question as it is told apart: its letters and digits alone. */
export interface Question {
  readonly text: string
  readonly letters: string
  readonly start: number
}

/** Sentences that ask, by their mark or, in English, their first word with a mark soon. */
export function questionsIn(text: string): Question[] {
  const found: Question[] = []
  for (const { 0: sentence, index } of text.matchAll(SENTENCE)) {
    const said = sentence.trim()
    const asks = !SIGN.test(said) && (/[?？]$/.test(said) || ENGLISH.test(said) && said.length < 300 && !/[.。!！]$/.test(said) || JAPANESE.test(said))
    const letters = asks ? lettersOf(said) : ''
    if (letters.length >= QUESTION_LETTERS || (letters.length >= QUESTION_LETTERS / 2 && /[\u3040-\u9fff\uac00-\ud7af]/.test(letters))) found.push({ text: said, letters, start: index })
  }
  return found
}

export function lettersOf(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '')
}
