import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { EventBatchBuilder } from '../../../model/event-batch.ts'
import { Mappings } from '../../../model/mappings.ts'
import type { Fields } from '../../../model/value.ts'
import { withSignals } from '../correlation/with-signals.ts'
import { fastSigmaDetector } from '../fast/fast-sigma-detector.ts'
import type { RuleSet } from '../load/load-rules.ts'
import { loadRuleText } from '../load/load-rules.ts'
import { sigmaDetector } from '../sigma-detector.ts'

const folder = mkdtempSync(join(tmpdir(), 'noroshi-pipelines-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const RULE = `title: R
id: 929a690e-bef0-4204-a928-ef5e620d6fcc
name: first
level: high
logsource: {product: windows, category: process_creation}
detection:
  selection: {Image|endswith: '\\cmd.exe', CommandLine|contains: whoami}
  filter: {User: system}
  condition: selection and not filter
`

let files = 0

function pipelineFile(text: string): string {
  const file = join(folder, `${files++}.yml`)
  writeFileSync(file, text)
  return file
}

function load(pipelines: readonly string[], rules = RULE, placeholders = {}): RuleSet {
  return loadRuleText(rules, 'rule.yml', { pipelines: pipelines.map(pipelineFile), placeholders })
}

/** The rows that both engines find. */
function found(ruleSet: RuleSet, ...events: readonly Fields[]): number[] {
  const nobody = new Mappings([])
  const builder = new EventBatchBuilder()
  for (const [record, fields] of events.entries()) builder.add({ dataset: 'unknown', time: null, record, offset: record, length: 1, fields })
  const batch = builder.take()
  const [plain, fast] = [sigmaDetector, fastSigmaDetector].map(engine => engine(ruleSet, nobody).inspect(batch).map(({ row }) => row))
  expect(fast).toEqual(plain)
  return plain!
}

const EVENT = { Image: 'C:\\cmd.exe', CommandLine: 'cmd /c whoami', User: 'bob' }

describe('a pipeline renames fields', () => {
  test.each([
    ['each by its name', 'type: field_name_mapping\n    mapping: {Image: process.executable, CommandLine: process.command_line, User: user.name}',
      { 'process.executable': 'C:\\cmd.exe', 'process.command_line': 'whoami', 'user.name': 'bob' }, { 'process.executable': 'C:\\cmd.exe', 'process.command_line': 'whoami', 'user.name': 'system' }],
    ['to several, of which any suffices', 'type: field_name_mapping\n    mapping: {Image: [exe, program]}',
      { program: 'C:\\cmd.exe', CommandLine: 'whoami' }, { Image: 'C:\\cmd.exe', CommandLine: 'whoami' }],
    ['and leaves those it does not name', 'type: field_name_mapping\n    mapping: {Nothing: x}', EVENT, {}],
    ['by their prefix', 'type: field_name_prefix_mapping\n    mapping: {Command: cmd., Im: [i, j]}', { 'cmd.Line': 'whoami', jage: 'C:\\cmd.exe' }, EVENT],
    ['with a prefix', 'type: field_name_prefix\n    prefix: win.', { 'win.Image': 'C:\\cmd.exe', 'win.CommandLine': 'whoami' }, EVENT],
    ['with a suffix', 'type: field_name_suffix\n    suffix: .keyword', { 'Image.keyword': 'C:\\cmd.exe', 'CommandLine.keyword': 'whoami' }, EVENT],
    ['only those it includes', 'type: field_name_prefix\n    prefix: p.\n    field_name_conditions: [{type: include_fields, fields: [Image]}]', { ...EVENT, Image: '', 'p.Image': 'C:\\cmd.exe' }, EVENT],
    ['but those it excludes, by pattern', 'type: field_name_prefix\n    prefix: p.\n    field_name_conditions: [{type: exclude_fields, mode: re, fields: ["C.*e$", User]}]',
      { ...EVENT, Image: '', 'p.Image': 'C:\\cmd.exe' }, EVENT],
  ])('%s', (_, step, finds, leaves) => {
    expect(found(load([`transformations:\n  - ${step}\n`]), finds, leaves)).toEqual([0])
  })

  test('one step after the other, and one pipeline after the other by priority', () => {
    const first = 'name: a\npriority: 10\ntransformations:\n  - {type: field_name_mapping, mapping: {Image: exe}}\n  - {type: field_name_prefix, prefix: p.}\n'
    const second = 'name: b\npriority: 20\ntransformations:\n  - {type: field_name_mapping, mapping: {p.exe: q}}\n'
    expect(found(load([second, first]), { q: 'C:\\cmd.exe', 'p.CommandLine': 'whoami' }, { 'p.exe': 'C:\\cmd.exe', 'p.CommandLine': 'whoami' })).toEqual([0])
  })

  test('in references too', () => {
    const rule = 'title: R\nlogsource: {product: x}\ndetection: {s: {A|fieldref: B}, condition: s}\n'
    expect(found(load(['transformations: [{type: field_name_mapping, mapping: {A: a, B: [b, c]}}]'], rule), { a: 'x', c: 'X' }, { A: 'x', B: 'x' })).toEqual([0])
  })

  test('and what is not equal must differ under every name', () => {
    const rule = 'title: R\nlogsource: {product: x}\ndetection: {s: {A|neq: x}, condition: s}\n'
    const set = load(['transformations: [{type: field_name_mapping, mapping: {A: [a, b]}}]'], rule)
    expect(found(set, { a: 'y', b: 'z' }, { a: 'x', b: 'z' }, { a: 'y', b: 'x' }, {})).toEqual([0, 3])
  })

  test('of filters, which are in the rule by then', () => {
    const filter = '---\ntitle: F\nlogsource: {product: windows}\nfilter: {rules: any, s: {Host: h1}, condition: s}\n'
    const set = load(['transformations: [{type: field_name_mapping, mapping: {Host: host.name}}]'], RULE + filter)
    expect(found(set, EVENT, { ...EVENT, 'host.name': 'h1' }, { ...EVENT, Host: 'h1' })).toEqual([0, 2])
  })

  test('by which correlations group and count', () => {
    const correlation = '---\ntitle: C\ncorrelation: {type: value_count, rules: [first], group-by: [User], timespan: 1m, condition: {field: Host, gte: 2}}\n'
    const set = load(['transformations: [{type: field_name_mapping, mapping: {User: user.name, Host: [h, host.name]}}]'], RULE + correlation)
    const builder = new EventBatchBuilder()
    builder.add({ dataset: 'unknown', time: null, record: 0, offset: 0, length: 1, fields: { ...EVENT, 'user.name': 'bob', 'host.name': 'srv' } })
    const [match] = withSignals(sigmaDetector(set, new Mappings([])), set, new Mappings([])).inspect(builder.take())
    expect({ ...match!.signal }).toEqual({ User: 'bob', Host: 'srv' })
  })
})

describe('a pipeline', () => {
  test.each([
    ['adds a condition', '{type: add_condition, conditions: {EventID: 4688}}', [{ ...EVENT, EventID: 4688 }, EVENT], [0]],
    ['adds one that must not hold', '{type: add_condition, negated: true, conditions: {EventID: [1, 2]}}', [EVENT, { ...EVENT, EventID: 2 }], [0]],
    ['adds one with modifiers', '{type: add_condition, conditions: {Channel|startswith: Sec}}', [{ ...EVENT, Channel: 'security' }, EVENT], [0]],
    ['adds what the log source names', '{type: add_condition, template: true, conditions: {index: "$product-${category}-$service"}}', [{ ...EVENT, index: 'windows-process_creation-$service' }, EVENT], [0]],
    ['drops items', '{type: drop_detection_item, field_name_conditions: [{type: include_fields, fields: [CommandLine]}]}', [{ Image: '\\cmd.exe' }, { CommandLine: 'whoami' }], [0]],
    ['drops what a search identifier is, and with it the not', '{type: drop_detection_item, field_name_conditions: [{type: include_fields, fields: [User]}]}', [{ ...EVENT, User: 'system' }], [0]],
  ])('%s', (_, step, events, rows) => {
    expect(found(load([`transformations: [${step}]`]), ...events)).toEqual(rows)
  })

  test('adds several, also under a name that the rule has', () => {
    const set = load(['transformations: [{type: add_condition, conditions: {A: 1}}, {type: add_condition, conditions: {B: 2}}, {type: add_condition, name: filter, conditions: {C: 3}}]'])
    const all = { ...EVENT, A: 1, B: 2, C: 3 }
    expect(found(set, all, { ...all, A: 0 }, { ...all, B: 0 }, { ...all, C: 0 }, { ...all, User: 'system' })).toEqual([0])
  })

  test('drops nulls where it is told to', () => {
    const rule = 'title: R\nlogsource: {product: x}\ndetection: {s: {A: x, B: null}, condition: s}\n'
    const set = load(['transformations: [{type: drop_detection_item, detection_item_conditions: [{type: is_null}]}]'], rule)
    expect(found(set, { A: 'x', B: 'y' }, { B: 'y' })).toEqual([0])
  })

  test('changes log sources', () => {
    const [rule] = load(['transformations: [{type: change_logsource, category: Process, product: linux}]']).rules
    expect(rule!.logsource).toEqual({ category: 'process', product: 'linux' })
  })

  test('leaves rules out, and says so', () => {
    const { rules, problems } = load(['name: ours\ntransformations: [{type: rule_failure, message: nothing here logs this, rule_conditions: [{type: logsource, product: windows}]}]'])
    expect([rules, problems.map(({ code, message }) => `${code} ${message}`)]).toEqual([[], ['SIGMA-E038 rule "R": the pipeline "ours" leaves the rule out: nothing here logs this']])
  })

  test('leaves out a rule of which nothing is left', () => {
    const { rules, problems } = load(['name: ours\ntransformations: [{type: drop_detection_item}]'])
    expect([rules, problems.map(({ message }) => message)]).toEqual([[], ['rule "R": the pipeline "ours" leaves the rule out: it drops everything that the rule looks for']])
  })

  test('gives values to placeholders, after those of the configuration', () => {
    const rule = 'title: R\nlogsource: {product: x}\ndetection: {s: {A|expand: "%one%-%two%-%three%"}, condition: s}\n'
    const vars = 'vars: {one: [a, b], two: 2}\ntransformations: [{type: value_placeholders, include: [one, two]}, {type: wildcard_placeholders}]'
    expect(found(load([vars], rule, { one: ['c'] }), { A: 'c-2-anything' }, { A: 'a-2-x' })).toEqual([0])
    expect(found(load([vars], rule), { A: 'b-2-' }, { A: 'c-2-x' })).toEqual([0])
    expect(load(['vars: {one: a}\ntransformations: [{type: value_placeholders}]'], rule).problems.map(({ code }) => code)).toEqual(['SIGMA-E020'])
  })
})

describe('a step is for the rules its conditions let through:', () => {
  const rename = (conditions: string) => `transformations:\n  - {type: add_condition, id: early, conditions: {x: 1}, rule_conditions: [{type: rule_attribute, attribute: level, value: low}]}\n` +
    `  - {type: field_name_mapping, mapping: {Image: exe}, ${conditions}}\n`
  const renamed = { ...EVENT, Image: '', exe: '\\cmd.exe' }
  test.each([
    ['all of a log source', 'rule_conditions: [{type: logsource, product: windows}]', true],
    ['none of another', 'rule_conditions: [{type: logsource, product: linux}]', false],
    ['none with a part the rule lacks', 'rule_conditions: [{type: logsource, product: windows, service: sysmon}]', false],
    ['both of two', 'rule_conditions: [{type: logsource, product: windows}, {type: logsource, product: linux}]', false],
    ['either of two', 'rule_cond_op: or, rule_conditions: [{type: logsource, product: windows}, {type: logsource, product: linux}]', true],
    ['all but some', 'rule_cond_not: true, rule_conditions: [{type: logsource, product: linux}]', true],
    ['those of an expression', 'rule_cond_expr: a and not b, rule_conditions: {a: {type: logsource, product: windows}, b: {type: contains_field, field: Nothing}}', true],
    ['those with a field', 'rule_conditions: [{type: contains_field, field: CommandLine}]', true],
    ['rules about single events', 'rule_conditions: [{type: is_sigma_rule}]', true],
    ['no correlations', 'rule_conditions: [{type: is_sigma_correlation_rule}]', false],
    ['those of a level', 'rule_conditions: [{type: rule_attribute, attribute: level, value: high}]', true],
    ['those of another name', 'rule_conditions: [{type: rule_attribute, attribute: name, value: first, op: ne}]', false],
    ['those of a taxonomy', 'rule_conditions: [{type: rule_attribute, attribute: taxonomy, value: sigma}]', true],
    ['those that another step was for', 'rule_conditions: [{type: processing_item_applied, processing_item_id: early}]', false],
  ])('%s', (_, conditions, isFor) => {
    expect(found(load([rename(conditions)]), renamed, EVENT)).toEqual([isFor ? 0 : 1])
  })
})

describe('a taxonomy that is not Sigma\'s own', () => {
  const foreign = RULE.replace('level: high', 'level: high\ntaxonomy: house')
  test('is reported, and the rule loaded as it is', () => {
    const { rules, problems } = load([], foreign)
    expect([rules.length, problems.map(({ code, line, message }) => `${code} ${line} ${message}`)]).toEqual([1,
      ['SIGMA-W110 5 rule "R": the taxonomy is "house", which nothing here translates; names of fields are looked up as they are written']])
  })

  test('is not reported when a pipeline is for it', () => {
    const pipeline = (taxonomy: string) => `transformations: [{type: field_name_prefix, prefix: p., rule_conditions: [{type: rule_attribute, attribute: taxonomy, value: ${taxonomy}}]}]`
    expect(load([pipeline('house')], foreign).problems).toEqual([])
    expect(load([pipeline('other')], foreign).problems.map(({ code }) => code)).toEqual(['SIGMA-W110'])
  })

  test.each([
    ['of a filter', 'title: F\nlogsource: {product: x}\ntaxonomy: house\nfilter: {rules: any, s: {A: x}, condition: s}\n'],
    ['of a correlation', 'title: C\ntaxonomy: house\ncorrelation: {type: temporal, rules: [first], timespan: 1m}\n'],
  ])('%s is reported too', (_, document) => {
    expect(load([], `${RULE}---\n${document}`).problems.map(({ code }) => code)).toContain('SIGMA-W110')
  })

  test('is translated where the program knows it, and its own names stay', () => {
    const rule = `title: R\nid: r\ntaxonomy: ecs\nlogsource: {category: network, service: connection}\ndetection: {s: {destination.port: 4444, source.ip|cidr: 10.0.0.0/8}, condition: s}\n`
    const set = load([], rule)
    expect([set.problems.map(({ code }) => code), set.rules[0]!.logsource]).toEqual([['SIGMA-W104'], { category: 'firewall' }])
    expect(found(set, { 'id.resp_p': 4444, 'id.orig_h': '10.0.0.1' }, { destination: { port: 4444 }, source: { ip: '10.0.0.1' } }, { 'id.resp_p': 4444 })).toEqual([0, 1])
  })

  test('goes by a pipeline that is given before it goes by the program\'s', () => {
    const rule = `title: R\ntaxonomy: ecs\nlogsource: {product: x}\ndetection: {s: {user.name: bob}, condition: s}\n`
    expect(found(load(['transformations: [{type: field_name_mapping, mapping: {user.name: who}}]'], rule), { who: 'bob' }, { User: 'bob' })).toEqual([0])
  })

  test('cannot name a file elsewhere', () => {
    expect(load([], foreign.replace('taxonomy: house', 'taxonomy: ../windows')).problems.map(({ code }) => code)).toEqual(['SIGMA-W110'])
  })
})

test.each([
  ['a transformation it does not know', 'transformations: [{type: replace_string, regex: a, replacement: b}]', /transformations\.0: the type "replace_string" is not supported; supported are field_name_mapping,/],
  ['one named like a part of every object', 'transformations: [{type: constructor}]', /"constructor" is not supported/],
  ['a condition it does not know', 'transformations: [{type: drop_detection_item, rule_conditions: [{type: processing_state, key: a, val: b}]}]', /transformations\.0\.rule_conditions\.0: the type "processing_state" is not supported/],
  ['a parameter it does not know', 'transformations: [{type: field_name_prefix, prefix: a, colour: b}]', /transformations\.0.*colour/],
  ['what is about queries', 'postprocessing: [{type: embed}]', /postprocessing/],
  ['a mapping to nothing', 'transformations: [{type: field_name_mapping, mapping: {A: []}}]', /transformations\.0\.mapping/],
  ['a log source of nothing', 'transformations: [{type: change_logsource}]', /names no product, category or service/],
  ['a pattern that cannot be used', 'transformations: [{type: drop_detection_item, field_name_conditions: [{type: include_fields, mode: re, fields: ["("]}]}]', /cannot be used/],
  ['an expression over what is not there', 'transformations: [{type: drop_detection_item, rule_cond_expr: a and b, rule_conditions: {a: {type: is_sigma_rule}}}]', /names "b", which is not defined/],
  ['a placeholder without its values', 'transformations: [{type: value_placeholders, include: [x]}]', /"vars" has no "x"/],
  ['what is no YAML', '{', /./],
  ['what is no map', '- a', /the file: /],
  ['two documents', 'name: a\n---\nname: b\n', /must hold one document/],
])('a pipeline with %s is refused, with the place', (_, text, expected) => {
  expect(() => load([text])).toThrow(expected)
})

test('a pipeline that is not there is refused', () => {
  expect(() => loadRuleText(RULE, 'rule.yml', { pipelines: [join(folder, 'nowhere.yml')] })).toThrow(/nowhere\.yml/)
})
