import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../../../test/depth.ts'
import { readToml } from './read-toml.ts'
import type { TomlTable, TomlValue } from './read-toml.ts'

const value = (text: string) => {
  const read = readToml(text)
  return 'value' in read ? read.value : `${read.problem} ${read.line}`
}

test.each<[string, unknown]>([
  ['a = 1\nb.c = "x"\n[t]\nd = true # comment\n[t.u]\n"e f" = -1.5e3', { a: 1, b: { c: 'x' }, t: { d: true, u: { 'e f': -1500 } } }],
  ['[[l]]\nn = 1\n[l.sub]\nx = 2\n[[l]]\nn = 3', { l: [{ n: 1, sub: { x: 2 } }, { n: 3 }] }],
  ['[a.b.c]\nx = 1\n[a]\ny = 2', { a: { b: { c: { x: 1 } }, y: 2 } }],
  ['args = [\n  "-y", # why\n  "it",\n]\nenv = { A = "1", b.c = \'\\\' }', { args: ['-y', 'it'], env: { A: '1', b: { c: '\\' } } }],
  ['a = """\nx\\\n   y"z\\u00e9"""\nb = \'\'\'\nc:\\d\'\'\'\'', { a: 'xy"zé', b: "c:\\d'" }],
  ['a = 0xff_f\nb = 0o17\nc = 0b11\nd = 1_000\ne = -inf', { a: 4095, b: 15, c: 3, d: 1000, e: -Infinity }],
  ['a = 2026-11-23\nb = 2026-11-23 10:00:00Z\nc = 10:00:00.5', { a: '2026-11-23', b: '2026-11-23 10:00:00Z', c: '10:00:00.5' }],
  ['\ufeffa = 1\r\n\r\n[b]\r\n', { a: 1, b: {} }],
])('reads %j', (text, expected) => expect(value(text)).toEqual(expected))

test.each([
  ['a = 1\na = 2', 'key-twice 2'], ['[a]\n[a]', 'key-twice 2'], ['a.b = 1\n[a]', 'key-twice 2'], ['a = 1\na.b = 2', 'no-table 2'], ['a = {}\na.b = 2', 'no-table 2'], ['a = {}\n[a.b]', 'no-table 2'], ['a = [{}]\n[[a]]', 'key-twice 2'],
  ['[a.b]\nc = 1\n[a]\nb.d = 2', 'no-table 4'], ['a', 'no-equals 1'], ['= 1', 'no-key 1'], ['a =', 'no-value 1'], ['a = tru', 'bad-value 1'], ['a = 01', 'bad-value 1'], ['a = 2026-13-01', 'bad-value 1'], ['\n\na = "x', 'open-text 3'], ['a = "\\q"', 'bad-escape 1'],
  ['a = "\\ud800"', 'bad-escape 1'], ['a = "\u0000"', 'bad-character 1'], ['a = [1 2]', 'open-list 1'], ['[a', 'open-list 1'], ['a = 1 b = 2', 'more-in-line 1'], [`a = ${'['.repeat(40)}`, 'too-deep 1'], [`${'a.'.repeat(40)}b = 1`, 'too-deep 1'],
])('says why %j is none, and where', (text, expected) => expect(value(text)).toBe(expected))

test('keys of objects are keys as others', () => {
  const read = value('[__proto__]\nconstructor = 1\n[toString]\nhasOwnProperty = 2')
  expect(Object.keys(read)).toEqual(['__proto__', 'toString'])
  expect(({} as Record<string, unknown>)['hasOwnProperty']).toBe(Object.prototype.hasOwnProperty)
})

const leaf = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.integer(), fc.double({ noNaN: true }), fc.boolean())
const { tree } = fc.letrec<{ tree: TomlTable; any: TomlValue }>(tie => ({
  any: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('any'), { maxLength: 4 }), tie('tree')),
  tree: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('a', 'b', 'mcp_servers', '__proto__')), tie('any'), { maxKeys: 4, noNullPrototype: false }),
}))

test('reads back whatever is written in any of its notations', () => {
  fc.assert(fc.property(tree, fc.array(fc.nat(11), { minLength: 1 }), (table, choices) => {
    expect(same(value(written(table, choices)))).toEqual(same(table))
  }), { numRuns: byDepth(200, 2_000, 50_000) })
})

test('reads or refuses whatever it is given, without an exception', () => {
  const sign = fc.constantFrom('[', ']', '[[', ']]', '{', '}', '=', '.', ',', '"', "'", '"""', "'''", '\\', '#', '\n', '\r\n', ' ', 'a', 'b', '1', '-', '_', 'true', 'inf', '\u0000')
  fc.assert(fc.property(fc.oneof(fc.array(sign).map(signs => signs.join('')), fc.string({ unit: 'binary' })), text => {
    const read = readToml(text)
    if ('problem' in read) expect(read.line).toBeLessThanOrEqual(text.split('\n').length)
    else expect(Object.getPrototypeOf(read.value)).toBeNull()
  }), { numRuns: byDepth(500, 5_000, 200_000) })
})

/** Order of keys and prototypes are no part of a value. */
function same(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(same)
  if (typeof given !== 'object' || given === null) return given === 0 ? 0 : given
  return Object.entries(given).map(([key, each]) => [key, same(each)] as const).sort(([one], [other]) => one < other ? -1 : 1)
}

/** A table in TOML; each choice says which of several notations is used next. */
function written(root: TomlTable, choices: readonly number[]): string {
  let at = 0
  const choose = (of: number) => choices[at++ % choices.length]! % of
  const isTable = (given: TomlValue): given is TomlTable => typeof given === 'object' && !Array.isArray(given)
  const escaped = (text: string) => [...text].map(sign => {
    const point = sign.codePointAt(0)!
    return point < 32 || point === 127 || (point >= 0xd800 && point <= 0xdfff) || sign === '"' || sign === '\\' || choose(12) === 0 ? (point > 0xffff ? `\\U${point.toString(16).padStart(8, '0')}` : `\\u${point.toString(16).padStart(4, '0')}`) : sign
  }).join('')
  const text = (given: string) => {
    const isPlain = !/[\u0000-\u0008\u000b-\u001f\u007f']/.test(given)
    if (choose(3) === 0 && isPlain && !given.includes('\n')) return `'${given}'`
    if (choose(3) === 0 && isPlain) return `'''\n${given}'''`
    return choose(2) === 0 ? `"${escaped(given)}"` : `"""${choose(2) === 0 || /^\s/.test(given) ? '\n' : '\\\n  '}${escaped(given)}"""`
  }
  const key = (given: string) => /^[\w-]+$/.test(given) && choose(2) === 0 ? given : !/[\u0000-\u001f\u007f']/.test(given) && choose(2) === 0 ? `'${given}'` : `"${escaped(given)}"`
  const number = (given: number) => !Number.isInteger(given) ? (Number.isFinite(given) ? String(given).replace(/^(-?\d+)e/, '$1.0e') : given > 0 ? '+inf' : '-inf') : given > 0 && given < 2 ** 31 && choose(3) === 0 ? `0x${given.toString(16)}` : String(given)
  const gap = () => ['', ' ', '\t'][choose(3)]!
  const inline = (given: TomlValue): string => {
    if (Array.isArray(given)) return `[${given.map(each => `${choose(3) === 0 ? ' # why\n' : gap()}${inline(each)}${gap()}`).join(',')}${given.length > 0 && choose(2) === 0 ? ',' : ''}]`
    if (isTable(given)) return `{${Object.entries(given).map(([name, each]) => `${gap()}${key(name)}${gap()}=${gap()}${inline(each)}`).join(',')}}`
    return typeof given === 'string' ? text(given) : typeof given === 'number' ? number(given) : String(given)
  }
  const lines: string[] = []
  const table = (given: TomlTable, path: string) => {
    const later: (() => void)[] = []
    for (const [name, each] of Object.entries(given)) {
      const own = key(name)
      const full = path === '' ? own : `${path}${gap()}.${gap()}${own}`
      const way = choose(3)
      if (isTable(each) && way === 0) later.push(() => { lines.push(`[${full}]`); table(each, full) })
      else if (Array.isArray(each) && each.length > 0 && each.every(isTable) && way !== 1) later.push(() => each.forEach(member => { lines.push(`[[${full}]] # more`); table(member, full) }))
      else if (isTable(each) && Object.keys(each).length > 0 && way === 1) for (const [inner, member] of Object.entries(each)) lines.push(`${own}.${key(inner)} = ${inline(member)}`)
      else lines.push(`${gap()}${own} =${gap()}${inline(each)}`)
    }
    later.forEach(write => write())
  }
  table(root, '')
  return lines.join(choose(2) === 0 ? '\n' : '\r\n')
}
