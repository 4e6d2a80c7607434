import type { SentencePart } from '../../model/render-fact.ts'
import { renderFactParts } from '../../model/render-fact.ts'
import type { Explanation, Fact, FactTemplates, Language, Reason } from '../../model/reason.ts'
import { factsOf } from '../../model/reason.ts'

/** A fact with its sentence. */
export interface Sentence {
  readonly fact: Fact
  readonly parts: readonly SentencePart[]
}

/** An explanation in one language, in the order in which it is shown. */
export interface ExplanationSentences {
  readonly what: Sentence
  readonly for: readonly Sentence[]
  readonly against: readonly Sentence[]
  readonly change: Sentence
  readonly confidence: Sentence
  readonly next: Sentence
}

export function explanationSentences(explanation: Explanation, templates: FactTemplates, language: Language): ExplanationSentences {
  const say = (fact: Fact): Sentence => ({ fact, parts: renderFactParts(fact, templates, language) })
  const { supporting, opposing } = sidesOf(explanation.why)
  return {
    what: say(explanation.what),
    for: supporting.map(say),
    against: opposing.map(say),
    change: say(explanation.change),
    confidence: say(explanation.confidence),
    next: say(explanation.next),
  }
}

export function plainText(sentence: Sentence): string {
  return sentence.parts.map(part => part.text).join('')
}

function sidesOf(why: Reason): { supporting: readonly Fact[]; opposing: readonly Fact[] } {
  if (!('although' in why)) return { supporting: factsOf(why), opposing: [] }
  const [supporting, opposing] = why.although
  return { supporting: factsOf(supporting), opposing: factsOf(opposing) }
}
