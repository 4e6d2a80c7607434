import type { Steps } from '../../../platform/steps.ts'
import type { SecretHit } from '../../secret/find-secrets.ts'
import { endOfSecret, findSecrets } from '../../secret/find-secrets.ts'
import { LONG_TEXT_CHARACTERS } from '../defaults.ts'

/** A stretch of an answer that stands for a value which was put out of the request. */
export interface Standing {
  readonly start: number
  readonly end: number
  readonly value: string
}

/**
 * What is put out of one request: each value has one mark, the same wherever it stands, numbered by its first place, so that the turns of a conversation
 * name it alike. Where the policy wants it, the marks of an answer are replaced by their values again.
 */
export class Placeholders {
  readonly #restores: boolean
  /** Marks that somebody wrote himself, which stand for nothing. */
  readonly #written: ReadonlySet<string>
  readonly #marks = new Map<string, string>()
  readonly #values = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  /** @param texts of the request */
  constructor(restores: boolean, texts: readonly string[]) {
    this.#restores = restores
    this.#written = new Set(restores ? texts.flatMap(text => text.match(MARK) ?? []) : [])
  }

  /** Whether something stands for a value. */
  get isUsed(): boolean {
    return this.#values.size > 0
  }

  /** A text without those of its secrets and personal data that are wanted out. @param hits those that it has */
  hide(text: string, isOut: (hit: SecretHit) => boolean, hits: readonly SecretHit[] = findSecrets(text)): string {
    let rest = ''
    let from = 0
    for (const hit of hits) {
      if (hit.start < from || !isOut(hit)) continue
      const end = endOfSecret(text, hit)
      rest += text.slice(from, hit.start) + this.#markOf(hit.kind.id, text.slice(hit.start, end))
      from = end
    }
    return rest + text.slice(from)
  }

  /** A text of an earlier answer, into which values were put back. */
  *hideKnown(text: string): Steps<string> {
    let hidden = text
    for (const [mark, value] of this.#values) {
      if (text.length > LONG_TEXT_CHARACTERS) yield
      for (const written of new Set([value, escaped(value)])) hidden = hidden.replaceAll(written, mark)
    }
    return hidden
  }

  /** Marks in a text that stand for a value. */
  find(text: string): Standing[] {
    if (!this.isUsed) return []
    return [...text.matchAll(MARK)].flatMap(({ 0: mark, index }) => {
      const value = this.#values.get(mark)
      return value === undefined ? [] : [{ start: index, end: index + mark.length, value }]
    })
  }

  /** @param isJson whether the values stand within strings of JSON */
  restore(text: string, { isJson }: { readonly isJson: boolean }): string {
    return this.find(text).reduceRight((rest, { start, end, value }) => rest.slice(0, start) + (isJson ? escaped(value) : value) + rest.slice(end), text)
  }

  #markOf(kind: string, value: string): string {
    if (!this.#restores) return `[${kind}]`
    const known = this.#marks.get(value)
    if (known !== undefined) return known
    const name = (NAMES[kind] ?? kind).toUpperCase().replaceAll('-', '_')
    let mark: string
    do {
      const count = (this.#counts.get(name) ?? 0) + 1
      this.#counts.set(name, count)
      mark = `[${name}_${count}]`
    } while (this.#written.has(mark))
    this.#marks.set(value, mark)
    this.#values.set(mark, value)
    return mark
  }
}

/** As a value stands within a string of JSON. */
export function escaped(value: string): string {
  return JSON.stringify(value).slice(1, -1)
}

const MARK = /\[[A-Z][A-Z0-9_]{0,40}_\d{1,6}\]/g

/** Kinds whose name says less than another word. */
const NAMES: Readonly<Record<string, string>> = { 'mail': 'email', 'phone-jp': 'phone', 'address-jp': 'address', 'passport-jp': 'passport', 'account-jp': 'account', 'account-yucho': 'account', 'licence-jp': 'licence' }
