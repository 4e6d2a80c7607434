import type { AiIncident } from '../ai/incident/ai-incident.ts'
import { aiIncident } from '../ai/incident/ai-incident.ts'
import { loadAtlas } from '../ai/incident/atlas.ts'
import { readInventory } from '../ai/inventory/inventory-file.ts'
import { readCase } from '../pipeline/cases/read-case.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { findCaseId } from '../store/cases/find-case-id.ts'
import { findingsOfCase } from '../store/cases/read-findings.ts'
import { verdictRules } from '../triage/index.ts'
import { printable } from './evidence.ts'
import type { CommonOptions } from './settings.ts'
import { dataPathsOf, readSettings } from './settings.ts'
import { terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

export interface IncidentCommandOptions extends CommonOptions {
  readonly lang: 'en' | 'ja'
  readonly json?: boolean
  readonly deployer: readonly string[]
  readonly harmed: readonly string[]
  readonly submitter: readonly string[]
}

/** Findings of one case that are looked at. */
const MOST_FINDINGS = 10_000

const WORDS = {
  en: { techniques: 'Techniques (MITRE ATLAS)', deployer: 'Deployer', developer: 'Developer', harmed: 'Harmed', systems: 'Systems', unknown: 'not said', events: (count: number) => `${count} events` },
  ja: { techniques: 'テクニック（MITRE ATLAS）', deployer: '運用者', developer: '開発者', harmed: '被害を受けた者', systems: '対象システム', unknown: '未記入', events: (count: number) => `イベント ${count} 件` },
} as const

/** `noroshi ai incident`: a case in the shape of the AI Incident Database. */
export async function aiIncidentOf(named: string, { lang, json, deployer, harmed, submitter, ...options }: IncidentCommandOptions): Promise<number> {
  const settings = readSettings(options)
  return withStore(options, settings, async ({ ledger }) => {
    const id = await findCaseId(ledger, named)
    const read = await readCase(ledger, id, verdictRules)
    if (read === undefined) throw new NoroshiError('no-such-case', `there is no case ${id}, and nothing holds what it began with`)
    const findings = (await findingsOfCase(ledger.pool, ledger.organisation, read.case.id, 0, MOST_FINDINGS)).map(({ finding }) => finding)
    const incident = aiIncident(read.case, findings, {
      systems: readInventory(dataPathsOf(options).path).systems, atlas: loadAtlas(), deployers: deployer, harmed, submitters: submitter, today: new Date().toISOString().slice(0, 10),
    })
    if (incident === null) throw new NoroshiError('usage', `the case ${read.case.id} is no AI incident: none of its findings names a technique of MITRE ATLAS`)
    await writeLines(terminal().stdout, json === true ? [`${JSON.stringify(incident, null, 2)}\n`] : textOf(incident, lang))
    return 0
  })
}

function textOf({ incident, techniques, entities }: AiIncident, lang: 'en' | 'ja'): string[] {
  const words = WORDS[lang]
  const list = (values: readonly string[]) => (values.length === 0 ? words.unknown : values.map(id => entities.find(({ entity_id: of }) => of === id)?.name ?? id).join(', '))
  return [
    incident.title, `${incident.date}`, '', incident.description, '', words.techniques,
    ...techniques.map(({ id, name, tactics, rules, events }) => `  ${id}  ${name}${tactics.length === 0 ? '' : ` (${tactics.join(', ')})`}: ${rules.join('; ')}, ${words.events(events)}`), '',
    `${words.deployer}: ${list(incident['Alleged deployer of AI system'])}`, `${words.developer}: ${list(incident['Alleged developer of AI system'])}`,
    `${words.harmed}: ${list(incident['Alleged harmed or nearly harmed parties'])}`, `${words.systems}: ${list(incident.implicated_systems)}`,
  ].map(line => `${printable(line)}\n`)
}
