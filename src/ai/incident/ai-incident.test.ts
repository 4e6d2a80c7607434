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
      'incident_id': null, 'date': '2026-11-22', 'Alleged deployer of AI system': ['midori'], 'Alleged developer of AI system': ['maker'], 'Alleged harmed or nearly harmed parties': [], 'implicated_systems': ['shop-assistant'], 'reports': [],
      'title': 'LLM Prompt Injection: Direct and LLM Data Leakage Against Shop assistant',
    })
    expect(incident.entities).toEqual([{ entity_id: 'midori', name: 'Midori' }, { entity_id: 'maker', name: 'Maker' }, { entity_id: 'shop-assistant', name: 'Shop assistant' }])
    expect(incident.incident.description).toContain('recorded 6 events of 2 findings')
    expect(incident.report).toMatchObject({ text: incident.incident.description, tags: ['atlas:AML.T0051.000', 'atlas:AML.T0057'], submitters: ['CSIRT'], language: 'en' })
  })

  test('tells nothing of whom and from where', () => {
    expect(JSON.stringify(aiIncident(CASE, [finding('Prompt Injection Was Refused', ['AML.T0051.000'], 4)], OPTIONS))).not.toContain('192.0.2.7')
  })

  test('forms ids of names as the database does, and keeps letters of other scripts', () => {
    const { entities } = aiIncident(CASE, [finding('Prompt Injection Was Refused', ['AML.T0051.000'], 4)], { ...OPTIONS, deployers: ['Société Générale'], harmed: ['ガーデン みどり', 'Bank & Co.'] })!
    expect(entities.map(({ entity_id: id }) => id)).toEqual(['societe-generale', 'maker', 'ガーデン-みどり', 'bank-co.', 'shop-assistant'])
  })

  test('has every field that the database demands of a report, and times as days and seconds', () => {
    const { report } = aiIncident(CASE, [finding('Prompt Injection Was Refused', ['AML.T0051.000'], 4)], OPTIONS)!
    const demanded = ['authors', 'cloudinary_id', 'date_downloaded', 'date_modified', 'date_published', 'date_submitted', 'epoch_date_downloaded', 'epoch_date_modified', 'epoch_date_published', 'epoch_date_submitted', 'image_url',
      'language', 'plain_text', 'report_number', 'source_domain', 'submitters', 'tags', 'text', 'title', 'url']
    expect(demanded.filter(field => !(field in report))).toEqual([])
    expect([report.date_submitted, report.epoch_date_submitted]).toEqual(['2026-11-23', Date.UTC(2026, 10, 23) / 1_000])
  })

  test('is none where no finding names a technique of ATLAS', () => {
    expect(aiIncident(CASE, [finding('Sign-in', ['T1078'], 9)], OPTIONS)).toBeNull()
  })
})

/** Ids of techniques and tactics in what we ship, each with the file that names it: data of the guard, rules about AI (as tags and as links) and code. */
function namedIds(): { readonly file: string; readonly id: string }[] {
  const root = join(import.meta.dirname, '../../..')
  const files = ['guard', 'rules/ai', 'src'].flatMap(folder => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter(name => /\.(?:yml|yaml|ts)$/.test(name)).map(name => join(folder, name)))
  return files.flatMap(file => {
    const text = readFileSync(join(root, file), 'utf8')
    const tags = [...text.matchAll(/\batlas\.aml-(t\d{4})(?:-(\d{3}))?\b/g)].map(([, technique, sub]) => `AML.${technique!.toUpperCase()}${sub === undefined ? '' : `.${sub}`}`)
    return [...new Set([...tags, ...text.match(/\bAML\.TA?\d{4}(?:\.\d{3})?\b/g) ?? []])].map(id => ({ file, id }))
  })
}

test('every technique that our rules, data and code name is known', () => {
  const named = namedIds()
  expect(named.filter(({ id }) => !(id in atlas.techniques) && !(id in atlas.tactics))).toEqual([])
  const files = new Set(named.map(({ file }) => file))
  expect(['guard/atlas.yml', 'guard/redteam.yml', 'guard/redteam-servers.yml', 'guard/signatures.yml', 'rules/ai/ai-injection-refused.yml'].filter(file => !files.has(file))).toEqual([])
})

describeWithData('techniques as ATLAS has them', ['ai/ATLAS.yaml'], () => {
  test('hold every id that our rules, data and code name', () => {
    const ids = new Set([...readFileSync(testData('ai/ATLAS.yaml'), 'utf8').matchAll(/^ *- id: (AML\.TA?\d{4}(?:\.\d{3})?)$/gm)].map(([, id]) => id))
    expect(namedIds().filter(({ id }) => !ids.has(id))).toEqual([])
  })

  // The file takes a second to parse.
  test.skipIf(IS_QUICK)('are all there under their names, with their tactics', () => {
    const [matrix]: { readonly techniques: readonly Technique[]; readonly tactics: readonly { readonly id: string; readonly name: string }[] }[] = parse(readFileSync(testData('ai/ATLAS.yaml'), 'utf8')).matrices
    const byId = new Map(matrix!.techniques.map(technique => [technique.id, technique]))
    const expected = matrix!.techniques.map(technique => {
      const parent = byId.get(technique['subtechnique-of'] ?? '')
      return [technique.id, { name: parent === undefined ? technique.name : `${parent.name}: ${technique.name}`, tactics: (parent ?? technique).tactics }]
    })
    expect(atlas.techniques).toEqual(Object.fromEntries(expected))
    expect(atlas.tactics).toEqual(Object.fromEntries(matrix!.tactics.map(({ id, name }) => [id, name])))
  })
})

interface Technique {
  readonly 'id': string
  readonly 'name': string
  readonly 'tactics'?: readonly string[]
  readonly 'subtechnique-of'?: string
}
