import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { IS_QUICK } from '../../../test/depth.ts'
import { describeWithData, testData } from '../../../test/test-data.ts'
import type { Finding } from '../../model/finding.ts'
import { systemSchema } from '../inventory/system-schema.ts'
import type { IncidentOptions } from './ai-incident.ts'
import { aiIncident } from './ai-incident.ts'
import { loadAtlas } from './atlas.ts'

const atlas = loadAtlas()
const CASE = { id: 'c'.repeat(32), firstSeen: Date.UTC(2026, 10, 22) * 1_000, lastSeen: Date.UTC(2026, 10, 23, 5) * 1_000 }
const finding = (title: string, techniques: readonly string[], count: number): Finding => ({
  id: title, detector: 'sigma', rule: { id: title, title, level: 'medium', techniques, tactics: [], falsePositives: [], status: 'stable' }, subject: { type: 'user', value: 'shop' }, first: CASE.firstSeen, last: CASE.lastSeen, count,
  events: [], entities: [{ type: 'ip', value: '192.0.2.7' }], facts: [],
})
const OPTIONS: IncidentOptions = {
  systems: [systemSchema.parse({ id: 'assistant', name: 'Shop assistant', application: 'shop', models: [{ name: 'm', provider: 'Maker' }] }), systemSchema.parse({ id: 'other', name: 'Other', application: 'elsewhere' })],
  atlas, deployers: ['Midori'], harmed: [], submitters: ['CSIRT'], today: '2026-11-23',
}

describe('a case as an AI incident', () => {
  test('has the shape of the database, names techniques with their tactics, and the systems and makers that the register knows', () => {
    const incident = aiIncident(CASE, [finding('Prompt Injection Was Refused', ['T1190', 'AML.T0051.000'], 4), finding('Secret in an Answer', ['AML.T0057'], 2), finding('Sign-in', ['T1078'], 9)], OPTIONS)!
    expect(incident.techniques).toEqual([
      { id: 'AML.T0051.000', name: 'LLM Prompt Injection: Direct', tactics: ['Execution'], rules: ['Prompt Injection Was Refused'], events: 4 },
      { id: 'AML.T0057', name: atlas.techniques['AML.T0057']!.name, tactics: ['Exfiltration'], rules: ['Secret in an Answer'], events: 2 },
    ])
    expect(incident.incident).toMatchObject({
      'incident_id': null, 'date': '2026-11-22', 'Alleged deployer of AI system': ['Midori'], 'Alleged developer of AI system': ['Maker'], 'Alleged harmed or nearly harmed parties': [], 'implicated_systems': ['Shop assistant'], 'reports': [],
      'title': 'LLM Prompt Injection: Direct and LLM Data Leakage Against Shop assistant',
    })
    expect(incident.incident.description).toContain('recorded 6 events of 2 findings')
    expect(incident.report).toMatchObject({ text: incident.incident.description, tags: ['atlas:AML.T0051.000', 'atlas:AML.T0057'], submitters: ['CSIRT'], language: 'en' })
  })

  test('tells nothing of whom and from where', () => {
    expect(JSON.stringify(aiIncident(CASE, [finding('Prompt Injection Was Refused', ['AML.T0051.000'], 4)], OPTIONS))).not.toContain('192.0.2.7')
  })

  test('is none where no finding names a technique of ATLAS', () => {
    expect(aiIncident(CASE, [finding('Sign-in', ['T1078'], 9)], OPTIONS)).toBeNull()
  })
})

test('every technique that our rules and the red team name is known', () => {
  const root = join(import.meta.dirname, '../../..')
  const rules = readdirSync(join(root, 'rules/ai')).filter(name => !name.endsWith('.tests.yml')).map(name => parse(readFileSync(join(root, 'rules/ai', name), 'utf8')))
  const tagged = rules.flatMap(({ tags }: { tags: string[] }) => tags.flatMap(tag => /^atlas\.aml-(t\d{4})(?:-(\d{3}))?$/.exec(tag)?.slice(1) ?? []).length === 0 ? [] : tags.filter(tag => tag.startsWith('atlas.')))
  const ids = tagged.map(tag => `AML.${tag.slice('atlas.aml-'.length).toUpperCase().replace('-', '.')}`)
  const goals: { readonly technique: string }[] = parse(readFileSync(join(root, 'guard/redteam.yml'), 'utf8')).goals
  expect(ids.length).toBeGreaterThanOrEqual(rules.length)
  expect([...ids, ...goals.map(({ technique }) => technique)].filter(id => atlas.techniques[id] === undefined)).toEqual([])
})

describeWithData('techniques as ATLAS has them', ['ai/ATLAS.yaml'], () => {
  // The file takes a second to parse.
  test.skipIf(IS_QUICK)('are all there under their names', () => {
    const [matrix]: { readonly techniques: readonly { readonly id: string; readonly name: string }[] }[] = parse(readFileSync(testData('ai/ATLAS.yaml'), 'utf8')).matrices
    expect(matrix!.techniques.filter(({ id, name }) => atlas.techniques[id]?.name.endsWith(name) !== true)).toEqual([])
    expect(Object.keys(atlas.techniques).length).toBe(matrix!.techniques.length)
  })
})
