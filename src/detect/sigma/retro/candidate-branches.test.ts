import { expect, test } from 'vitest'
import { loadMappings } from '../../../pipeline/load-mappings.ts'
import { loadRuleText } from '../load/load-rules.ts'
import { candidateBranches } from './candidate-branches.ts'
import { ruleNeeds } from './rule-needs.ts'

const mappings = loadMappings()

function branchesOf(detection: string, logsource: string, datasets: readonly string[] | null) {
  const { rules } = loadRuleText(`title: t\nid: r\nlogsource: ${logsource}\ndetection: ${detection}\n`)
  expect(rules).toHaveLength(1)
  return candidateBranches(ruleNeeds(rules), mappings, datasets, [])
}

const SHELL = "{selection: {Image|endswith: '\\cmd.exe', CommandLine|contains: ' whoami'}, condition: selection}"

test('of a known source, the events of the category are asked for what the rule needs, under every name that it may have', () => {
  const [branch, ...others] = branchesOf(SHELL, '{product: windows, category: process_creation}', ['windows.sysmon', 'windows.dns-server', 'zeek.conn'])
  expect([branch?.datasets, others.map(({ datasets }) => datasets)]).toEqual([['windows.sysmon'], [['windows.dns-server', 'zeek.conn']]])
  const text = JSON.stringify(branch?.where)
  expect(text).toContain('{"kind":"whole","field":"EventID","text":"1"}')
  expect(text).toContain('"kind":"contains"')
})

test('where no rule is tried, only what says itself of what source it is remains', () => {
  expect(branchesOf(SHELL, '{product: windows, category: process_creation}', ['zeek.conn'])).toEqual([{ datasets: ['zeek.conn'], where: { kind: 'text', field: 'product' } }])
})

test('of an unknown source, labels must not contradict', () => {
  const [branch] = branchesOf(SHELL, '{product: windows}', ['something.else'])
  expect(JSON.stringify(branch?.where)).toContain('{"kind":"label","field":"product","text":"windows"}')
})

test('a rule that may hold for an event without anything asks for all', () => {
  expect(branchesOf('{selection: {Image: null}, condition: selection}', '{product: windows, service: sysmon}', ['windows.sysmon'])).toEqual([{ datasets: ['windows.sysmon'], where: { kind: 'all' } }])
})

test('where dashes are one, what stands between them is looked for', () => {
  const [branch] = branchesOf("{selection: {CommandLine|contains|windash: ' -encoded'}, condition: selection}", '{product: windows, service: sysmon}', ['windows.sysmon'])
  expect(JSON.stringify(branch?.where)).toContain('{"kind":"contains","field":"CommandLine","text":"encoded"}')
  const [regex] = branchesOf("{selection: {CommandLine|re: '[-/]encoded'}, condition: selection}", '{product: windows, service: sysmon}', ['windows.sysmon'])
  expect(JSON.stringify(regex?.where)).toContain('"text":"encoded"')
})

test('too many datasets to tell are all asked for everything', () => {
  expect(branchesOf(SHELL, '{product: windows}', null)).toEqual([{ datasets: null, where: { kind: 'all' } }])
})
