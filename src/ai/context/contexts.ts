import { analyseContext } from './analyse-context.ts'
import type { AnalysedContext } from './analysed-context.ts'
import type { AskedOfContext } from './asked-of-context.ts'
import { askedOfContext } from './asked-of-context.ts'
import type { ContextWords } from './context-words.ts'
import { KEPT_CONTEXTS } from './defaults.ts'
import { loadContextWords } from './load-context-words.ts'

/**
 * Judges prompts by what their assistants were told. Its words are read when the first context comes, since many never do; contexts seen last are kept
 * analysed.
 */
export class Contexts {
  readonly #directory: string | undefined
  readonly #analysed = new Map<string, AnalysedContext>()
  #words: ContextWords | null = null

  /** @param directory of the guard's data; without it that which it comes with */
  constructor(directory?: string) {
    this.#directory = directory
  }

  /** Reads its words now, where one wants to know at the start whether they can be. @throws NoroshiError `bad-guard-data` */
  ready(): void {
    this.#words ??= loadContextWords(this.#directory)
  }

  /**
   * @param prompt canonical
   * @throws NoroshiError `bad-guard-data`, the first time
   */
  asked(system: string, prompt: string): AskedOfContext | null {
    const words = this.#words ??= loadContextWords(this.#directory)
    return askedOfContext(words, this.#analysedOf(words, system), prompt)
  }

  #analysedOf(words: ContextWords, system: string): AnalysedContext {
    const known = this.#analysed.get(system)
    const context = known ?? analyseContext(words, system)
    this.#analysed.delete(system)
    this.#analysed.set(system, context)
    if (this.#analysed.size > KEPT_CONTEXTS) this.#analysed.delete(this.#analysed.keys().next().value!)
    return context
  }
}
