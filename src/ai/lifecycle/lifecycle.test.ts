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

  test('hold every provision of the ETSI standard: as many as each principle has, 49 that are required and 23 that are recommended', () => {
    const { groups } = lists.find(({ id }) => id === 'etsi-ts-104-223')!
    const provisions = groups.map(group => new Map(group.items.map(item => [item.clause, item.level])))
    expect(provisions.map(({ size }) => size)).toEqual([5, 9, 7, 5, 7, 6, 6, 6, 6, 5, 4, 4, 2])
    const levels = provisions.flatMap(each => [...each.values()])
    expect(['shall', 'should'].map(level => levels.filter(each => each === level).length)).toEqual([49, 23])
    const astray = groups.flatMap(({ clause, items: of }) => of.filter(item => !(item.clause?.startsWith(`${clause}-`) ?? false) || of.some(other => other.clause === item.clause && (other.level !== item.level || String(other.addressees) !== String(item.addressees)))))
    expect(astray).toEqual([])
    // A provision below another stands under it: 5.1.1-1.1 needs 5.1.1-1, and numbers leave no gap.
    const numbers = new Set(provisions.flatMap(each => [...each.keys()]))
    const before = (clause: string) => clause.replace(/\d+$/, last => String(Number(last) - 1)).replace(/\.0$/, '')
    expect([...numbers].filter(clause => !clause!.endsWith('-1') && !numbers.has(before(clause!)))).toEqual([])
  })

  test('follow the Japanese guideline: its ten principles in order, and the matters of each role under the principle whose number they have', () => {
    const { groups } = lists.find(({ id }) => id === 'jp-ai-guideline')!
    expect(groups.map(({ clause, title }) => `${clause} ${title.ja}`)).toEqual(['人間中心', '安全性', '公平性', 'プライバシー保護', 'セキュリティ確保', '透明性', 'アカウンタビリティ', '教育・リテラシー', '公正競争確保', 'イノベーション'].map((title, index) => `第2部 C. ${index + 1}) ${title}`))
    const letters = { developer: 'D', provider: 'P', user: 'U' }
    const astray = groups.flatMap(({ items: of }, index) => of.filter(({ id, clause, roles }) => !id.startsWith(`jp-${index + 1}-`) || (roles !== undefined && roles.some(role => !clause!.includes(`${letters[role]}-${index + 1}) `)))
      || (clause?.split('・') ?? []).some(each => !each.startsWith(`第2部 C. ${index + 1})`) && !each.slice(1).startsWith(`-${index + 1}) `))))
    expect(astray).toEqual([])
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
    // Who uses AI in its business operates it, is in charge of data, and belongs to the organisation; it does not make the model.
    expect(['etsi-12-logs', 'etsi-2-custodian', 'etsi-1-training', 'etsi-8-prompts'].map(id => user.has(id))).toEqual([true, true, true, false])
    expect([user.get('etsi-12-logs')!, user.get('etsi-1-training')!, user.get('jp-8-training')!].map(({ clause, level, addressees }) => [clause, level, addressees])).toEqual([['5.4.2-1', 'shall', ['operator']], ['5.1.1-1', 'shall', null], ['第2部 C. 8)', null, null]])
  })
})

test('a run of the red team is read in figures, and what cannot be read is said', () => {
  const path = join(folder, 'redteam.json')
  writeFileSync(path, JSON.stringify({ target: 'x', started: '2026-10-01T00:00:00.000Z', attempts: [{ outcome: 'succeeded' }, { outcome: 'filtered' }], ordinary: [{ outcome: 'refused' }, { outcome: 'answered' }] }))
  expect(redTeamFigures(path)).toEqual({ started: '2026-10-01T00:00:00.000Z', attempts: 2, succeeded: 1, ordinary: 2, refused: 1 })
  writeFileSync(path, '{"attempts": 1}')
  expect([redTeamFigures(path), redTeamFigures(join(folder, 'none.json'))]).toMatchObject([{ problem: expect.stringContaining('attempts') }, { problem: expect.stringContaining('ENOENT') }])
})
