import { WITHIN_CHARACTERS } from './defaults.ts'
import type { SignatureData } from './signature-schema.ts'
import { HitIndex } from './hit-index.ts'
import type { TermAutomaton, TermHit } from './term-automaton.ts'

/** What stands where. */
export interface SignatureHit {
  readonly signature: SignatureData
  /** In the canonical text. */
  readonly start: number
  readonly end: number
}

interface Compiled {
  readonly data: SignatureData
  readonly concepts: readonly number[]
  readonly unless: readonly number[]
  /** From the first concept's start to the last one's start. */
  readonly reach: number
}

/** The families of injection that are known by their words, in any of the languages of the concepts. */
export class Signatures {
  readonly concepts: readonly string[]
  readonly all: readonly SignatureData[]
  readonly #automaton: TermAutomaton
  readonly #compiled: readonly Compiled[]

  constructor(concepts: readonly string[], signatures: readonly SignatureData[], automaton: TermAutomaton) {
    this.concepts = concepts
    this.all = signatures
    this.#automaton = automaton
    this.#compiled = signatures.map(data => ({
      data,
      concepts: data.when.map(name => concepts.indexOf(name)),
      unless: (data.unless ?? []).map(name => concepts.indexOf(name)),
      reach: (data.within ?? WITHIN_CHARACTERS) * Math.max(1, data.when.length - 1),
    }))
  }

  /** Concepts of a text in canonical form, by where they end. */
  conceptsIn(canonical: string): TermHit[] {
    return this.#automaton.find(canonical)
  }

  /**
   * The signatures that a text's concepts make up, each at its first place.
   *
   * @param hits the concepts of the canonical text
   */
  match(canonical: string, hits: readonly TermHit[], at: 'prompt' | 'boundary'): SignatureHit[] {
    const found: SignatureHit[] = []
    if (hits.length === 0) return found
    const index = new HitIndex(hits)
    for (const signature of this.#compiled) {
      if (signature.data.at === 'boundary' && at === 'prompt') continue
      if (!signature.concepts.every(concept => index.has(concept))) continue
      const [place] = places(signature, canonical, index)
      if (place !== undefined) found.push({ signature: signature.data, ...place })
    }
    return found
  }

  /** The same at every place: the first of many may be the harmless one. */
  * matchAll(canonical: string, hits: readonly TermHit[], at: 'prompt' | 'boundary'): Iterable<SignatureHit> {
    if (hits.length === 0) return
    const index = new HitIndex(hits)
    for (const signature of this.#compiled) {
      if (signature.data.at === 'boundary' && at === 'prompt') continue
      if (!signature.concepts.every(concept => index.has(concept))) continue
      for (const place of places(signature, canonical, index)) yield { signature: signature.data, ...place }
    }
  }
}

const WORD = /\w/
const SENTENCE_END = /[.!?]\s|[。！？]|\n\n/

/** Concepts near each other that stand on different words. */
function* places({ data, concepts, unless, reach }: Compiled, canonical: string, index: HitIndex): Iterable<{ start: number; end: number }> {
  const latest: (TermHit | undefined)[] = concepts.map(() => undefined)
  for (const hit of index.of(concepts)) {
    // Of a longer name, such as that of a host or a member (`docs.aws`, `process.env`), the part after its dot is no file.
    if (canonical[hit.start] === '.' && WORD.test(canonical[hit.start - 1] ?? '')) continue
    let isPart = false
    for (const [own, concept] of concepts.entries()) {
      if (concept !== hit.concept || latest.some((other, place) => place !== own && other !== undefined && overlap(other, hit))) continue
      latest[own] = hit
      isPart = true
      break
    }
    if (!isPart) continue
    let start = hit.start
    let isWhole = true
    for (const other of latest) {
      if (other === undefined || hit.start - other.end > reach) isWhole = false
      else start = Math.min(start, other.start)
    }
    if (!isWhole || (data.across === undefined && SENTENCE_END.test(canonical.slice(start, hit.end)))) continue
    if (unless.some(concept => index.startsWithin(concept, start - reach, start + reach))) continue
    yield { start, end: hit.end }
  }
}

function overlap(one: TermHit, other: TermHit): boolean {
  return one.start < other.end && other.start < one.end
}
