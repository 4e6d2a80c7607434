import fc from 'fast-check'
import { Mappings } from '../../../model/mappings.ts'
import { sourceMappingSchema } from '../../../model/source-mapping.ts'
import type { Fields, FieldValue } from '../../../model/value.ts'
import { loadRuleText } from '../load/load-rules.ts'

/** A source with everything in which a look-up may go wrong: names for names, by category, with blanks, and within values. */
export const lampMappings = new Mappings([sourceMappingSchema.parse({
  source: 'lamps',
  title: 'Lamps',
  datasets: {
    'lamps.switch': {
      logsource: { product: 'lamps' },
      categories: [
        { category: 'light', when: { B: 'x*' }, fields: { A: ['Lamp', 'C'], D: ['N.D'] } },
        { category: 'dark', fields: { A: ['a b'] } },
      ],
      fields: { A: ['A.B', 'B'], D: ['Room'], Room: ['A'] },
    },
  },
})])

export const placeholders = { placeholders: { p: ['x', 'B*'] } }

/**
 * Texts that rules and events share: short ones, wildcards, dashes, and the letters whose case is odd. `ẞ`, `İ`, `ı`, `ſ`, the Kelvin and
 * Ångström signs, final sigma, dotted capitals in both normal forms, letters beyond the first plane, halves of pairs.
 */
const words = ['x', 'X', 'xy', '', 'ab*', '\\', '5', '-f', '/F', '\u2013f', '\u2014F', '\u2015f', '10.0.0.1', '::ffff:10.0.0.1', 'fe80::1', '2026-11-22 10:00', 'Straße', 'STRA\u1E9EE',
  'ΟΔΟΣ', 'οδος', '\u0130x', 'i\u0307x', '\u0131i', 'k', '\u212A', '\u212B', 'å', 's', '\u017F', '\u{10400}b', '\u{10428}B', '\uD801', 'ǅ', 'ﬁ', 'Ω',
  'C:\\Windows\\System32\\cmd.exe', 'cmd.exe /c whoami', 'powershell -enc SQBFAFgA', 'a\nb', 'Zm9vYmFy', '狼煙', 'a\u0000b\u0000']

const name = fc.constantFrom('A', 'B', 'C', 'A.B', 'a b', 'N', 'D', 'Lamp', 'Room', 'B.A', 'u', '__proto__', 'constructor')
const word = fc.constantFrom(...words)
/** Any code points, halves of pairs too. */
const anyText = fc.array(fc.oneof(fc.integer({ min: 0, max: 0x2ff }), fc.integer({ min: 0, max: 0x10ffff })), { maxLength: 6 }).map(points => String.fromCodePoint(...points))
const scalar = fc.oneof(
  fc.constantFrom<FieldValue>(...words, null, true, false, 0, 5, -1.5, NaN, 1e21, 9007199254740993n),
  { weight: 2, arbitrary: fc.tuple(word, word, word).map(parts => parts.join('')) },
  anyText,
)
const value: fc.Arbitrary<FieldValue> = fc.letrec<{ value: FieldValue }>(tie => ({
  value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, { weight: 6, arbitrary: scalar },
    fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(name, tie('value'), { maxKeys: 3 })),
})).value
const label = fc.constantFrom('product', 'service', 'category')

/** An event of a known or an unknown source, which may say itself what it is. */
export const randomEvent: fc.Arbitrary<readonly [dataset: string, fields: Fields]> = fc.tuple(
  fc.constantFrom('unknown', 'lamps.switch'),
  fc.tuple(
    fc.dictionary(name, value, { maxKeys: 5 }),
    fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, fc.dictionary(label, fc.constantFrom('lamps', 'light', 'dark', 'ssh', 'p'), { maxKeys: 2 })),
  ).map(([own, labels]): Fields => ({ ...own, ...labels })),
)

const modifier = fc.constantFrom('contains', 'startswith', 'endswith', 'all', 'cased', 'neq', 'windash', 're', 'i', 'm', 's', 'cidr', 'exists', 'lt', 'gte', 'hour',
  'fieldref', 'base64', 'base64offset', 'wide', 'utf16', 'utf16be', 'expand')
const chain = fc.oneof(fc.array(modifier, { maxLength: 3 }), fc.constantFrom(['contains'], ['endswith'], ['startswith'], ['re'], ['re', 'i'], [], ['contains', 'all'],
  ['contains', 'windash'], ['cased', 'contains'], ['cased'], ['cased', 'endswith'], ['contains', 'neq'], ['neq'], ['base64offset', 'contains'],
  ['wide', 'base64offset', 'contains'], ['fieldref', 'startswith'], ['fieldref', 'neq'], ['fieldref', 'contains', 'cased'], ['exists'], ['windash', 'cased', 'startswith']))
const regexes = ['^x', 'x|y', '(?i)k', '(?i)s', '[xX]y?', '(ab)+', 'a{0}b', 'x{2,3}', '\\x78y', '[^x]', 'cmd(\\.exe)? /c', '(?i:S)+', '\\\\S\\w+32', 'straße', '[K]', '^$', '\\bwho',
  '(?:a|)x', '.', '[-/]f', 'a.b', '[[:alpha:]]y', '(?i)stra\\x{df}e', '(?i)\\x{212a}', 'å|\\x{130}']
const written = fc.oneof(
  fc.constantFrom(...words, 'x*', '*', '?', '??', '\\*', '*x', 'a?b', '*cmd*whoami', '?*\\\\', '10.0.0.0/8', '::/0', 'B', 'A', '%p%', 'foobar'),
  fc.constantFrom(...regexes),
  fc.tuple(word, fc.constantFrom('*', '?', '')).map(parts => parts.join('')),
  fc.array(fc.integer({ min: 0x20, max: 0x17f }), { maxLength: 4 }).map(points => String.fromCodePoint(...points)),
)
const field = fc.constantFrom('A', 'B', 'C', 'D', 'A.B', 'ab', 'N.A', 'Room', 'constructor', '__proto__', '')
const item = fc.tuple(field, chain, fc.oneof(
  { weight: 2, arbitrary: written }, { weight: 2, arbitrary: fc.array(written, { minLength: 1, maxLength: 5 }) }, { weight: 1, arbitrary: fc.constantFrom(true, false, null, 5, -1.5, 0) },
)).map(([own, modifiers, each]) => `${JSON.stringify([own, ...modifiers].join('|'))}: ${JSON.stringify(each)}`)

const legalItem = item.filter(isLegal)

/** Most items come again and again: each is parsed once. */
function isLegal(each: string): boolean {
  let known = LEGAL.get(each)
  if (known === undefined) {
    if (LEGAL.size >= MAX_KNOWN) LEGAL.clear()
    LEGAL.set(each, known = loadRuleText(`title: t\nlogsource: {product: p}\ndetection: {a: {${each}}, condition: a}\n`, 'r.yml', placeholders).rules.length === 1)
  }
  return known
}

const LEGAL = new Map<string, boolean>()
const MAX_KNOWN = 50_000

const selection = fc.oneof(
  fc.uniqueArray(legalItem, { minLength: 1, maxLength: 3, selector: each => each.slice(0, each.indexOf('":')) }).map(items => `{${items.join(', ')}}`),
  fc.array(legalItem, { minLength: 1, maxLength: 3 }).map(items => `[${items.map(each => `{${each}}`).join(', ')}]`),
)
const condition = fc.constantFrom('a', 'a', 'not a', 'a and b', 'a or b', 'a and not b', '1 of them', 'all of them', 'not (a or not b)', '(a or c) and not b',
  'not 1 of a*', 'a or not c', 'a and (b or c)', 'not not a', 'not all of them')
const logsource = fc.constantFrom('{product: lamps}', '{category: light}', '{category: dark}', '{product: lamps, category: light}', '{service: ssh}', '{product: p, service: ssh}')
const body = fc.tuple(selection, selection, selection, condition).map(([a, b, c, each]) => `  a: ${a}\n  b: ${b}\n  c: ${c}\n  condition: ${each}\n`)

/** A rule as YAML; its key comes from where it stands among the others. */
export const randomRule: fc.Arbitrary<(position: number) => string> = fc.tuple(logsource, body)
  .map(([source, detection]) => position => `title: t${position}\nid: rule-${position}\nname: r${position}\nlogsource: ${source}\ndetection:\n${detection}`)

/** A filter as YAML, for one of the rules before it or for any. */
export const randomFilter: fc.Arbitrary<(position: number) => string> = fc.tuple(logsource, body, fc.constantFrom('any', '[r0]', '[rule-1, r2]'))
  .map(([source, detection, rules]) => position => `title: f${position}\nid: filter-${position}\nlogsource: ${source}\nfilter:\n  rules: ${rules}\n${detection}`)
