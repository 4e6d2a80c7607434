import type { GuardJudgement } from '../../judge/verdict.ts'
import { quoted } from '../../judge/quotation.ts'
import { shortened } from '../../judge/shown.ts'
import type { NameForms } from './tool-names.ts'
import { likeness, nameForms } from './tool-names.ts'

/** A tool of another server. */
export interface ForeignTool {
  readonly server: string
  readonly name: string
}

/** Words by which a description tells when and how another tool is to be used. */
const ORDERING = /\b(?:before|after|instead|always|never|must|first|whenever|every time|do not|don't|only|rather than|replaces?|redirect|prior to|ensure|important|requires?|when (?:you )?us(?:e|ing)|when call(?:ed|ing))\b|前に|代わりに|必ず|常に|してはならない|しないで|使うとき|之前|必须|总是|不要/i
/** A name of one common word says nothing when it stands in a sentence. */
const TELLING = /[_.-]|[a-z][A-Z]/
const SENTENCE_END = /(?<=[.!?。！？])\s+|\n/

/** Whether a tool may be taken for one of another server, or its description steers one: each server may speak of its own only. */
export function shadowing(name: string, texts: readonly string[], foreign: readonly ForeignTool[]): GuardJudgement[] {
  const found: GuardJudgement[] = []
  const own = nameForms(name)
  for (const other of foreign) {
    switch (likeness(own, formsOf(other))) {
      case 'drawn': found.push(shadow('block', 'look-alike', 0.95, {
        en: `its name ${shortened(name)} looks like ${shortened(other.name)} of ${other.server} and is written with other letters`,
        ja: `名前 ${shortened(name)} は ${other.server} の ${shortened(other.name)} と見た目が同じで、別の文字で書かれている`,
      })); break
      case 'same':
      case 'spelling': found.push(shadow('flag', 'same-name', 0.6, {
        en: `${other.server} has a tool that is called ${shortened(other.name)}, too`, ja: `${other.server} にも ${shortened(other.name)} というツールがある`,
      })); break
      case null: break
    }
  }
  const spoken = foreign.filter(other => TELLING.test(other.name) && likeness(own, formsOf(other)) === null)
  for (const text of texts) {
    for (const other of spoken) {
      if (!text.includes(other.name)) continue
      const sentences = text.split(SENTENCE_END).filter(sentence => isNamed(sentence, other.name))
      const order = sentences.find(sentence => ORDERING.test(sentence.replace(other.name, '')))
      if (order !== undefined) {
        found.push(shadow('block', 'steers', 0.9, {
          en: `its description tells how ${shortened(other.name)} of ${other.server} is to be used: “${quoted(order)}”`,
          ja: `説明文が ${other.server} の ${shortened(other.name)} の使い方に口を出している：「${quoted(order)}」`,
        }))
      } else if (sentences.length > 0) {
        found.push(shadow('flag', 'speaks', 0.5, { en: `its description speaks of ${shortened(other.name)} of ${other.server}`, ja: `説明文が ${other.server} の ${shortened(other.name)} に触れている` }))
      }
    }
  }
  return found
}

const known = new WeakMap<ForeignTool, NameForms>()

/** A server lists thousands of tools, each of which is held against all of the others. */
function formsOf(tool: ForeignTool): NameForms {
  const forms = known.get(tool) ?? nameForms(tool.name)
  known.set(tool, forms)
  return forms
}

/** As a word of its own. */
function isNamed(sentence: string, name: string): boolean {
  return new RegExp(`(?<![\\w.-])${RegExp.escape(name)}(?![\\w-])`).test(sentence)
}

function shadow(verdict: 'flag' | 'block', kind: string, score: number, reason: GuardJudgement['reason']): GuardJudgement {
  return { verdict, layer: 'shadow', kind, score, reason }
}
