import { aiWords } from '../ai/words.ts'
import { caseWords } from '../cases/words.ts'
import { componentWords } from '../components/words.ts'
import { eventWords } from '../events/words.ts'
import { evidenceWords } from '../evidence/words.ts'
import { huntWords } from '../hunt/words.ts'
import { notifyWords } from '../notify/words.ts'
import { peopleWords } from '../people/words.ts'
import { registerWords } from '../register/words.ts'
import { ruleWords } from '../rules/words.ts'
import { sourceWords } from '../sources/words.ts'
import { statusWords } from '../status/words.ts'
import { telescopeWords } from '../telescope/words.ts'
import { shellWords } from './words.ts'

const en = {
  shell: shellWords.en, ai: aiWords.en, components: componentWords.en, cases: caseWords.en, events: eventWords.en, evidence: evidenceWords.en, hunt: huntWords.en, notify: notifyWords.en,
  people: peopleWords.en, register: registerWords.en, rules: ruleWords.en, sources: sourceWords.en, status: statusWords.en, telescope: telescopeWords.en,
}

const ja: typeof en = {
  shell: shellWords.ja, ai: aiWords.ja, components: componentWords.ja, cases: caseWords.ja, events: eventWords.ja, evidence: evidenceWords.ja, hunt: huntWords.ja, notify: notifyWords.ja,
  people: peopleWords.ja, register: registerWords.ja, rules: ruleWords.ja, sources: sourceWords.ja, status: statusWords.ja, telescope: telescopeWords.ja,
}

/** The words of all capabilities, under their names. */
export const allWords = { en, ja }

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell'
    resources: typeof en
  }
}
