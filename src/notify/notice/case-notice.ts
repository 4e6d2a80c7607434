import type { Entity } from '../../model/entity.ts'
import type { FactTemplates, Language } from '../../model/reason.ts'
import { factsOf } from '../../model/reason.ts'
import { entityTypeName, renderFact, severityName } from '../../model/render-fact.ts'
import { formatTime } from '../../model/time.ts'
import type { TlpMarking } from '../../store/accounts/person.ts'
import type { CaseFacts } from '../rule/case-facts.ts'
import { localTime } from '../rule/wall-clock.ts'
import type { Template } from '../template/templates.ts'
import { defanged, defangedName } from '../text/plain-line.ts'
import type { Notice } from './notice.ts'
import { NOTICE_WORDS } from './notice-words.ts'
import type { Occasion } from './occasion.ts'
import { occasionName } from './occasion.ts'

/** For whom, and in what frame, a case is told. */
export interface CaseNoticeFrame {
  /** Of the message. */
  readonly id: string
  readonly rule: string
  readonly template: Template
  readonly occasion: Occasion
  readonly language: Language
  readonly marking: TlpMarking
  /** Whose clock times are written by. */
  readonly zone: string
  /** The person's name; empty where the channel is the place. */
  readonly recipient: string
  /** Cases alike that were not told since the last message. */
  readonly folded: number
  /** The sentences of reasons. */
  readonly sentences: FactTemplates
  readonly links: Notice['links']
}

/** What is told of a case: in words without anything that leads to an attacker's place, for machines as it is. */
export function caseNotice(facts: CaseFacts, frame: CaseNoticeFrame): Notice {
  const { case: shown, organisation, techniques } = facts
  const { language, sentences, zone, folded } = frame
  const say = NOTICE_WORDS[language]
  const entities = shown.entities.slice(0, ENTITIES_TOLD)
  const sentence = (fact: Parameters<typeof renderFact>[0]) => defanged(renderFact(fact, sentences, language, at => localTime(at / 1_000, zone)))
  const title = defanged(shown.title[language])
  const comma = language === 'ja' ? '、' : ', '
  const time = (at: number | null) => (at === null ? '–' : localTime(at / 1_000, zone))
  const { what, why } = shown.explanation
  return {
    template: frame.template,
    occasion: frame.occasion,
    language,
    marking: frame.marking,
    values: {
      title,
      subjects: entities.slice(0, SUBJECTS_TOLD).map(shownValue).join(comma),
      severity: severityName(shown.severity, language),
      priority: String(shown.priority),
      organisation,
      recipient: frame.recipient,
      case: shown.id.slice(0, SHORT_ID),
    },
    rows: [
      [say.rows.case, shown.id.slice(0, SHORT_ID)],
      [say.rows.title, title],
      [say.rows.priority, `${shown.priority} (${severityName(shown.severity, language)})`],
      [say.rows.first, time(shown.firstSeen)],
      [say.rows.last, time(shown.lastSeen)],
      [say.rows.about, entities.map(each => `${entityTypeName(each.type, language)} ${shownValue(each)}`).join(comma)],
      ...(techniques.size === 0 ? [] : [[say.rows.techniques, [...techniques].sort().join(', ')] as const]),
      [say.rows.count, String(shown.findings.length)],
    ],
    reasons: [sentence(what), ...factsOf(why).slice(0, REASONS_TOLD).map(sentence), ...(folded === 0 ? [] : [say.folded(folded)])],
    links: frame.links,
    data: {
      format: 'noroshi-notice', version: 1, id: frame.id, organisation, rule: frame.rule, template: frame.template.name,
      occasion: occasionName(frame.occasion), folded,
      links: frame.links.case === undefined ? {} : { case: frame.links.case },
      case: {
        id: shown.id, title: shown.title, priority: shown.priority, severity: shown.severity,
        firstSeen: formatTime(shown.firstSeen), lastSeen: formatTime(shown.lastSeen), tactics: shown.tactics, techniques: [...techniques].sort(),
        entities: entities.map(({ type, value }) => ({ type, value })), findings: shown.findings.length,
        reasons: [what, ...factsOf(why)].map(each => renderFact(each, sentences, language)),
      },
    },
  }
}

/** Digits by which a case is named to people; commands take them too. */
const SHORT_ID = 12

const ENTITIES_TOLD = 20
const SUBJECTS_TOLD = 3
const REASONS_TOLD = 6

/** Addresses of one's own machines are read, not opened; names and pages of attackers must lead nowhere. */
function shownValue({ type, value }: Entity): string {
  switch (type) {
    case 'url': return defangedName(value)
    case 'domain': return defangedName(value)
    case 'evidence': return value.slice(0, SHORT_ID)
    default: return defanged(value)
  }
}
