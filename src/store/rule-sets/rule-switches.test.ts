import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { RuleSets } from './rule-sets.ts'
import { RuleSwitches } from './rule-switches.ts'

const entered = { by: 'lea', at: '2026-11-22T10:00:00.000Z', reason: 'noise' }
const filter = (id: string, ends: string | null) => ({ id, rule: 'a', finding: 'f', ends, ...entered })

test('what people switched off stays off for whoever reads next, until it is switched on', async () => {
  const folder = join(temporaryFolder(), 'rules')
  const switches = new RuleSwitches(folder)
  expect([switches.read(), existsSync(folder)]).toEqual([{ off: [], filters: [] }, false])
  await Promise.all(['a', 'b', 'c'].map(key => switches.switchOff({ key, ...entered })))
  await switches.switchOff({ key: 'a', ...entered, reason: 'still' })
  await switches.switchOn('b')
  expect(new RuleSwitches(folder).read().off.map(({ key, reason }) => [key, reason])).toEqual([['c', 'noise'], ['a', 'still']])
  expect(switches.disabledAt(0)).toEqual(new Set(['c', 'a']))
  expect(readdirSync(folder)).toEqual(['.switches.json'])
})

test('a filter counts until its time is over, and to the moment', async () => {
  const switches = new RuleSwitches(temporaryFolder())
  const ends = '2026-12-01T00:00:00.000Z'
  await switches.keepFilter(filter('x', ends))
  await switches.keepFilter(filter('y', null))
  const at = Date.parse(ends)
  expect([switches.disabledAt(at - 1), switches.disabledAt(at)]).toEqual([new Set(), new Set(['x'])])
  await switches.dropFilter('x')
  expect(switches.read().filters.map(({ id }) => id)).toEqual(['y'])
})

test('a file that is not ours is an error: what was switched off must not come back by itself', () => {
  const folder = temporaryFolder()
  for (const text of ['{', '{"off":[{"key":1}],"filters":[]}', '']) {
    writeFileSync(join(folder, '.switches.json'), text)
    expect(() => new RuleSwitches(folder).disabledAt(0)).toThrow(expect.objectContaining({ code: 'data-unusable' }))
  }
})

test('the files of a set are read as they were written, and the switches are no set', async () => {
  const folder = temporaryFolder()
  const sets = new RuleSets(folder)
  await new RuleSwitches(folder).switchOff({ key: 'a', ...entered })
  sets.replace('local', sets.prepare([{ path: 'filters/b.yml', text: 'ü' }, { path: '../../a.yml', text: '' }]))
  expect([...sets.filesOf('local')].sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([{ path: 'a.yml', text: '' }, { path: join('filters', 'b.yml'), text: 'ü' }])
  expect([sets.filesOf('nothing'), sets.list().map(({ name }) => name)]).toEqual([[], ['local']])
})
