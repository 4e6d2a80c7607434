import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { AiSystem } from '../inventory/system-schema.ts'
import { systemSchema } from '../inventory/system-schema.ts'
import { checkSystems } from './check-systems.ts'
import { loadChecklists } from './checklist.ts'
import type { GuardedApplication, Surroundings } from './evidence.ts'
import { EVIDENCE } from './evidence.ts'
import { redTeamFigures } from './red-team-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'noroshi-lifecycle-'))
afterAll(() => rmSync(folder, { recursive: true }))

const APPLICATION: GuardedApplication = { name: 'shop', policy: 'default', stops: true, judgesAnswers: true, tokensPerDay: 1_000, canaries: ['zebra-4711'], tools: { untrusted: ['web_*'], private: [], outside: ['send_mail'], third: 'block' } }
const run = { started: '2026-10-01T00:00:00.000Z', attempts: 120, succeeded: 0, ordinary: 60, refused: 1 }
const around = (over: Partial<Surroundings> = {}): Surroundings => ({ applications: [APPLICATION], redTeam: () => run, gatewayRules: 7, today: '2026-11-23', ...over })
const system = (fields: object): AiSystem => systemSchema.parse({ id: 'shop-assistant', name: 'Shop assistant', ...fields })
const FULL = system({
  purpose: 'answers customers', owner: { name: 'Mika Abe' }, application: 'shop', reviewed: '2026-10-01', redteam: 'redteam.json',
  models: [{ name: 'm', version: '1', runs: 'local', sha256: 'a'.repeat(64), licence: 'MIT', limits: ['prices'] }], prompts: [{ name: 'p', version: '1' }],
  tools: [{ name: 't', kind: 'mcp', effects: ['private'], pin: 'b'.repeat(64) }], data: [{ name: 'd', use: 'training', classification: 'internal', source: 'archive', licence: 'own', owner: { name: 'Ren' }, keptDays: 30 }],
})

describe('checklists', () => {
  const lists = loadChecklists()
  const items = lists.flatMap(({ groups }) => groups.flatMap(group => group.items))

  test('hold the nine stages of LLMOps, the thirteen principles of ETSI TS 104 223 and the ten of the Japanese guideline, each with its clause', () => {
    expect(lists.map(({ id, groups }) => [id, groups.length])).toEqual([['etsi-ts-104-223', 13], ['jp-ai-guideline', 10], ['owasp-llmops', 9]])
    const clauses = lists.find(({ id }) => id === 'etsi-ts-104-223')!.groups.map(({ clause }) => clause)
    expect(clauses).toEqual(['5.1.1', '5.1.2', '5.1.3', '5.1.4', '5.2.1', '5.2.2', '5.2.3', '5.2.4', '5.2.5', '5.3.1', '5.4.1', '5.4.2', '5.5.1'])
    expect(lists.flatMap(({ groups }) => groups.filter(group => group.items.length === 0))).toEqual([])
  })

  test('ask in both languages, in Japanese with Japanese letters', () => {
    expect(items.filter(({ en, ja }) => !/[\u3040-\u30ff]/.test(ja) || !en.endsWith('?')).map(({ id }) => id)).toEqual([])
  })

  test('use everything that Noroshi can see', () => {
    const used = new Set(items.map(({ evidence }) => evidence))
    expect(EVIDENCE.filter(name => !used.has(name))).toEqual([])
  })
})

describe('a check of a system', () => {
  const lists = loadChecklists()
  const states = (of: AiSystem, surroundings = around()) => new Map(checkSystems([of], lists, surroundings).map(each => [each.item, each]))
  const seenItems = lists.flatMap(({ groups }) => groups.flatMap(({ items }) => items)).filter(({ evidence }) => evidence !== undefined).map(({ id }) => id)

  test('sees everything met where everything is, and asks people for the rest', () => {
    const checked = states(FULL)
    expect(seenItems.filter(id => checked.get(id)!.state !== 'met')).toEqual([])
    expect(new Set([...checked.values()].filter(({ item }) => !seenItems.includes(item)).map(({ state }) => state))).toEqual(new Set(['ask']))
  })

  test('sees each thing that is missing, by name', () => {
    const bare = states(system({ models: [{ name: 'm', runs: 'local' }], prompts: [{ name: 'p' }], tools: [{ name: 't', kind: 'mcp' }], data: [{ name: 'd', use: 'training' }] }), around({ redTeam: () => null, applications: [], gatewayRules: 0 }))
    expect(seenItems.filter(id => bare.get(id)!.state !== 'open')).toEqual([])
    expect(bare.get('deploy-pins')!.evidence).toEqual({ en: 'without a pin: t', ja: '固定値がない：t' })
  })

  test('passes over what a system does not have', () => {
    const empty = states(system({}))
    expect(['deploy-pins', 'data-listed', 'develop-prompts', 'release-weights'].map(id => empty.get(id)!.state)).toEqual(['none', 'none', 'none', 'none'])
  })

  test('believes the last run of the red team, not a person', () => {
    const said = { ...FULL, answers: { 'test-resists': { answer: 'yes' as const, by: 'Mika', on: '2026-11-01' }, 'plan-threats': { answer: 'yes' as const, by: 'Mika', on: '2026-11-01', note: 'model 7' }, 'release-approved': { answer: 'no' as const, by: 'Mika', on: '2026-11-01' }, 'operate-person': { answer: 'not-applicable' as const, by: 'Mika', on: '2026-11-01' } } }
    const checked = states(said, around({ redTeam: () => ({ ...run, succeeded: 3 }) }))
    expect(['test-resists', 'plan-threats', 'release-approved', 'operate-person'].map(id => [checked.get(id)!.state, checked.get(id)!.by, checked.get(id)!.evidence.en])).toEqual([
      ['open', 'noroshi', '3 of 120 attacks succeeded; Mika, 2026-11-01'], ['met', 'person', 'Mika, 2026-11-01: model 7'], ['open', 'person', 'Mika, 2026-11-01'], ['none', 'person', 'Mika, 2026-11-01'],
    ])
  })

  test('asks only what concerns the roles of one\'s own organisation', () => {
    const user = states({ ...FULL, roles: ['user'] })
    expect([user.has('jp-4-entered'), user.has('jp-4-training'), user.has('jp-8-training')]).toEqual([true, false, true])
  })
})

test('a run of the red team is read in figures, and what cannot be read is said', () => {
  const path = join(folder, 'redteam.json')
  writeFileSync(path, JSON.stringify({ target: 'x', started: '2026-10-01T00:00:00.000Z', attempts: [{ outcome: 'succeeded' }, { outcome: 'filtered' }], ordinary: [{ outcome: 'refused' }, { outcome: 'answered' }] }))
  expect(redTeamFigures(path)).toEqual({ started: '2026-10-01T00:00:00.000Z', attempts: 2, succeeded: 1, ordinary: 2, refused: 1 })
  writeFileSync(path, '{"attempts": 1}')
  expect([redTeamFigures(path), redTeamFigures(join(folder, 'none.json'))]).toMatchObject([{ problem: expect.stringContaining('attempts') }, { problem: expect.stringContaining('ENOENT') }])
})
