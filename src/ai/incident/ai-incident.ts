import type { Case } from '../../model/case.ts'
import type { Finding } from '../../model/finding.ts'
import { formatTime } from '../../model/time.ts'
import type { AiSystem } from '../inventory/system-schema.ts'
import type { Atlas } from './atlas.ts'

/**
 * A case in the shape of the AI Incident Database, with what its techniques are. The shape is that of its published program (responsible-ai-collaborative/aiid, collections
 * `incidents`, `reports` and `entities`): what the database demands is there, empty or null where only its editors or people can say.
 */
export interface AiIncident {
  readonly incident: IncidentRecord
  readonly report: IncidentReport
  /** Who the ids in `incident` are; the database keeps those that it does not know yet. */
  readonly entities: readonly IncidentEntity[]
  readonly techniques: readonly { readonly id: string; readonly name: string; readonly tactics: readonly string[]; readonly rules: readonly string[]; readonly events: number }[]
  /** Where it came from; stays at home. */
  readonly case: string
}

/** A row of `incidents`; the database gives the number, editors and reports. Who is concerned stands there by id. */
interface IncidentRecord {
  readonly incident_id: null
  readonly title: string
  readonly description: string
  /** A day. */
  readonly date: string
  readonly 'Alleged deployer of AI system': readonly string[]
  readonly 'Alleged developer of AI system': readonly string[]
  readonly 'Alleged harmed or nearly harmed parties': readonly string[]
  readonly implicated_systems: readonly string[]
  readonly editors: readonly string[]
  readonly reports: readonly number[]
  readonly editor_notes: string
  readonly flagged_dissimilar_incidents: readonly number[]
}

interface IncidentEntity {
  readonly entity_id: string
  readonly name: string
}

/** A row of `reports`, as it is submitted. */
interface IncidentReport {
  readonly report_number: null
  readonly title: string
  readonly authors: readonly string[]
  readonly submitters: readonly string[]
  readonly date_published: string
  readonly date_downloaded: string
  readonly date_submitted: string
  readonly date_modified: string
  /** Seconds since 1970. */
  readonly epoch_date_published: number
  readonly epoch_date_downloaded: number
  readonly epoch_date_submitted: number
  readonly epoch_date_modified: number
  readonly image_url: string
  readonly cloudinary_id: string
  readonly source_domain: string
  readonly url: string
  readonly language: 'en'
  readonly text: string
  readonly plain_text: string
  readonly tags: readonly string[]
  readonly is_incident_report: boolean
}

export interface IncidentOptions {
  readonly systems: readonly AiSystem[]
  readonly atlas: Atlas
  /** Who runs the system, as it may be told outside. */
  readonly deployers: readonly string[]
  readonly harmed: readonly string[]
  readonly submitters: readonly string[]
  /** ISO 8601 day. */
  readonly today: string
}

/**
 * What a case says of an AI incident that others may know: techniques, rules, numbers, days; nothing of whom, from where and in which words. It is in English, as the
 * database is.
 *
 * @returns null where no finding names a technique of ATLAS: then it is none
 */
export function aiIncident({ id, firstSeen, lastSeen }: Pick<Case, 'id' | 'firstSeen' | 'lastSeen'>, findings: readonly Finding[], options: IncidentOptions): AiIncident | null {
  const { systems, atlas, deployers, harmed, submitters, today } = options
  const concerned = findings.filter(({ rule }) => rule.techniques.some(isAtlas))
  if (concerned.length === 0) return null
  const ids = [...new Set(concerned.flatMap(({ rule }) => rule.techniques.filter(isAtlas)))].sort()
  const techniques = ids.map(each => {
    const of = concerned.filter(({ rule }) => rule.techniques.includes(each))
    const known = atlas.techniques[each]
    return { id: each, name: known?.name ?? each, tactics: known?.tactics.map(tactic => atlas.tactics[tactic] ?? tactic) ?? [], rules: [...new Set(of.map(({ rule }) => rule.title))].sort(), events: of.reduce((sum, { count }) => sum + count, 0) }
  })
  const implicated = systems.filter(({ application }) => application !== undefined && concerned.some(({ subject }) => subject.type === 'user' && subject.value === application))
  const day = dayOf(firstSeen) ?? today
  const names = techniques.map(({ name }) => name)
  const title = `${names.slice(0, 2).join(' and ')} Against ${implicated.length === 0 ? 'an AI System' : implicated.map(({ name }) => name).join(', ')}`
  const events = concerned.reduce((sum, { count }) => sum + count, 0)
  const until = dayOf(lastSeen)
  const description = [
    `${until === null || until === day ? `On ${day}` : `Between ${day} and ${until}`}, monitoring of ${implicated.length === 0 ? 'an AI system' : implicated.map(({ name, purpose }) => `${name}${purpose === undefined ? '' : ` (${purpose})`}`).join(', ')} recorded ${events} events of ${concerned.length} findings.`,
    ...techniques.map(({ id: each, name, rules, events: count }) => `${name} (MITRE ATLAS ${each}): ${rules.join('; ')} (${count} events).`),
  ].join(' ')
  const developers = [...new Set(implicated.flatMap(({ models }) => models.flatMap(({ provider }) => provider ?? [])))]
  const involved = implicated.map(({ name }) => name)
  const seconds = Date.parse(today) / 1_000
  return {
    incident: {
      'incident_id': null, title, description, 'date': day, 'Alleged deployer of AI system': deployers.map(entityId), 'Alleged developer of AI system': developers.map(entityId), 'Alleged harmed or nearly harmed parties': harmed.map(entityId),
      'implicated_systems': involved.map(entityId), 'editors': [], 'reports': [], 'editor_notes': `MITRE ATLAS ${atlas.version}: ${ids.join(', ')}`, 'flagged_dissimilar_incidents': [],
    },
    report: {
      report_number: null, title, authors: submitters, submitters, date_published: today, date_downloaded: today, date_submitted: today, date_modified: today,
      epoch_date_published: seconds, epoch_date_downloaded: seconds, epoch_date_submitted: seconds, epoch_date_modified: seconds, image_url: '', cloudinary_id: '', source_domain: '', url: '', language: 'en', text: description, plain_text: description,
      tags: ids.map(each => `atlas:${each}`), is_incident_report: true,
    },
    entities: [...new Set([...deployers, ...developers, ...harmed, ...involved])].map(name => ({ entity_id: entityId(name), name })), techniques, case: id,
  }
}

/** As the database forms ids of names: small letters, hyphens for spaces, accents and signs left out. Letters of other scripts stay, so that a name in them has an id too. */
function entityId(name: string): string {
  return name.normalize('NFKD').replaceAll(/(?<=\p{Script=Latin})\p{M}+/gu, '').normalize('NFC').toLowerCase().replaceAll(/[^\p{L}\p{N}\s._-]/gu, '').trim().replaceAll(/\s+/g, '-')
}

function isAtlas(technique: string): boolean {
  return technique.startsWith('AML.')
}

function dayOf(microseconds: number | null): string | null {
  return microseconds === null ? null : formatTime(microseconds).slice(0, 10)
}
