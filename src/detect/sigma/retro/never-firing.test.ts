import { expect, test } from 'vitest'
import { loadMappings } from '../../../pipeline/load-mappings.ts'
import { loadRuleText } from '../load/load-rules.ts'
import { neverFiring } from './never-firing.ts'

const RULES = [
  ['shell', '{product: windows, category: process_creation}', "{Image|endswith: '\\cmd.exe', CommandLine|contains: whoami}"],
  ['driver', '{product: windows, category: driver_load}', '{ImageLoaded|contains: temp}'],
  ['trail', '{product: aws, service: cloudtrail}', '{eventName: DeleteTrail}'],
  ['odd-field', '{product: windows, service: security}', '{NeverSeen: x}'],
  ['either-field', '{product: windows, service: security}', '[{NeverSeen: x}, {TargetUserName: y}]'],
  ['without', '{product: windows, service: security}', '{NeverSeen: null}'],
].map(([id, logsource, selection]) => `title: ${id}\nid: ${id}\nlogsource: ${logsource}\ndetection: {selection: ${selection}, condition: selection}\n`).join('---\n')

function reasons(fields: Readonly<Record<string, readonly string[] | null>>, isPresent: (where: string) => boolean = () => true) {
  const { rules } = loadRuleText(RULES)
  expect(rules).toHaveLength(6)
  const finder = neverFiring({ rules }, loadMappings())
  const kinds = finder.kinds(Object.keys(fields))
  const stored = { fields: new Map(Object.entries(fields).map(([dataset, names]) => [dataset, names === null ? null : new Set(names)])), present: kinds.map(({ where }) => isPresent(JSON.stringify(where))) }
  return finder.find(stored).map(({ rule, reason, fields: missing }) => [rule.id, reason, ...missing])
}

const STORED = { 'windows.sysmon': ['EventID', 'Image', 'CommandLine', 'ImageLoaded'], 'windows.security': ['EventID', 'TargetUserName'] }

test('no such source, no event of the category, and a field that was never seen are told apart', () => {
  expect(reasons(STORED, where => !where.includes('"text":"6"'))).toEqual([['driver', 'no-events'], ['trail', 'no-source'], ['odd-field', 'no-field', 'NeverSeen']])
})

test('with nothing stored, every rule waits for its source', () => {
  expect(reasons({}).map(([, reason]) => reason)).toEqual(Array.from({ length: 6 }, () => 'no-source'))
})

test('nothing is said of events whose names are not known, or that say themselves of what source they are', () => {
  expect(reasons({ 'windows.security': null })).toEqual([])
  expect(reasons({ ...STORED, 'windows.security': ['product', 'eventName', 'TargetUserName', 'NeverSeen'] }).map(([id]) => id)).toEqual([])
})

test('an unknown source may be any: only its fields decide', () => {
  expect(reasons({ 'something.else': ['eventName'] }).map(([id, reason]) => [id, reason])).toEqual([['shell', 'no-field'], ['driver', 'no-field'], ['odd-field', 'no-field'], ['either-field', 'no-field']])
})
