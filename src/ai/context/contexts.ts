import { analyseContext } from './analyse-context.ts'
import type { AnalysedContext } from './analysed-context.ts'
import type { AskedOfContext } from './asked-of-context.ts'
import { askedOfContext } from './asked-of-context.ts'
import type { ContextWords } from './context-words.ts'
import { KEPT_CONTEXTS } from './defaults.ts'

/** Judges prompts by what their assistants were told; contexts seen last are kept analysed. */
export class Contexts {
  readonly #words: ContextWords
  readonly #analysed = new Map<string, AnalysedContext>()

  constructor(words: ContextWords) {
    this.#words = words
  }

  /** @param prompt canonical */
  asked(system: string, prompt: string): AskedOfContext | null {
    return askedOfContext(this.#words, this.#analysedOf(system), prompt)
  }

  #analysedOf(system: string): AnalysedContext {
    const known = this.#analysed.get(system)
    const context = known ?? analyseContext(this.#words, system)
    this.#analysed.delete(system)
    this.#analysed.set(system, context)
    if (this.#analysed.size > KEPT_CONTEXTS) this.#analysed.delete(this.#analysed.keys().next().value!)
    return context
  }
}
