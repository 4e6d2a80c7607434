import { HELD_CHARACTERS, MOST_HELD_CHARACTERS, MOST_TOLD, OVERLAP_CHARACTERS } from './defaults.ts'
import type { OutputContext, OutputFinding } from './output-guard.ts'
import { judgeOutput } from './output-guard.ts'
import { cutBefore } from './package/code-before.ts'
import { SeenBefore } from './seen-before.ts'

/**
 * A text that grows while it is passed on: says how far it is judged. What may still become something (a word that is not ended, the last
 * characters, a key that has begun) is held back, and no more.
 */
export class AnswerText {
  readonly #context: OutputContext
  /** What is kept: from a little before what is settled. */
  #kept = ''
  /** Where in the whole text the kept begins. */
  #from = 0
  #settled = 0
  readonly #told = new Set<string>()
  readonly #before = new SeenBefore()

  constructor(context: OutputContext) {
    this.#context = context
  }

  /** Characters so far. */
  get length(): number {
    return this.#from + this.#kept.length
  }

  /** Up to here it is judged, and may be passed on. */
  get settled(): number {
    return this.#settled
  }

  /** The end of the text so far, at least what is not settled, and where in the whole it begins. */
  get tail(): { readonly from: number; readonly text: string } {
    return { from: this.#from, text: this.#kept }
  }

  /** @returns what is new and wrong, with places in the whole text; never before {@link settled} as it was */
  push(text: string): OutputFinding[] {
    this.#kept += text
    return this.#settle(this.length - HELD_CHARACTERS)
  }

  /** Nothing more comes. */
  end(): OutputFinding[] {
    return this.#settle(this.length)
  }

  #settle(wanted: number): OutputFinding[] {
    const isEnd = wanted === this.length
    const to = isEnd ? wanted : this.#wordStart(wanted)
    if (to <= this.#settled) return []
    const found = judgeOutput(this.#kept, this.#context, this.#before).map(each => ({ ...each, start: each.start + this.#from, end: each.end + this.#from }))
    // What is not ended yet waits as a whole.
    const cut = isEnd ? undefined : found.find(({ start, end, verdict, isRest }) => verdict === 'redact' && isRest !== true && start < to && to < end)
    const before = this.#settled
    this.#settled = Math.max(before, cut?.start ?? to)
    const news = found.filter(({ start, end }) => start < this.#settled && end > before)
      .filter(finding => (finding.verdict === 'redact' && finding.isRest !== true) || this.#isNew(finding))
      .map(each => ({ ...each, start: Math.max(each.start, before), end: each.verdict === 'redact' || each.isRest === true ? each.end : Math.min(each.end, this.#settled) }))
    const place = this.#settled - OVERLAP_CHARACTERS - this.#from
    const drop = this.#context.packages === undefined ? place : cutBefore(this.#kept, place)
    if (drop > 0) {
      if (this.#context.packages !== undefined) this.#before.code.forget(this.#kept.slice(0, drop))
      this.#kept = this.#kept.slice(drop)
      this.#from += drop
    }
    return news
  }

  /** What is about the whole text, or grows with it, is told once. */
  #isNew({ layer, kind, subject, isRest }: OutputFinding): boolean {
    const key = JSON.stringify([layer, kind, isRest === true ? '' : subject])
    if (this.#told.has(key)) return false
    if (this.#told.size < MOST_TOLD) this.#told.add(key)
    return true
  }

  /** The start of the word, or of the key, that a place lies in. */
  #wordStart(place: number): number {
    const at = place - this.#from
    if (at <= 0) return this.#settled
    const begun = this.#kept.lastIndexOf('-----BEGIN')
    const key = begun < 0 || this.#kept.includes('-----END', begun) || this.#kept.length - begun > MOST_HELD_CHARACTERS ? Infinity : begun
    for (let index = Math.min(at, key); index > this.#settled - this.#from; index--) if (WORD_END.test(this.#kept[index - 1] ?? '')) return this.#from + index
    return this.length - this.#settled > MOST_HELD_CHARACTERS ? place : this.#settled
  }
}

/** Blanks, and the signs of scripts that have none: no key, mark or address holds one. */
const WORD_END = /[\s\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff01-\uff60]/
