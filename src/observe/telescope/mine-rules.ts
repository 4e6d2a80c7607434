import { LEAST_RULE_SOURCES, LEAST_SHAPE_SOURCES } from './defaults.ts'
import { CONSTANT_FIELDS, FIELD_COUNT, HEADER_FIELDS, MADE_UP_FIELDS } from './header-fields.ts'
import type { HeaderRule, RuleTerm } from './header-rule.ts'
import { evaluate, holds, plain, ruleName } from './header-rule.ts'

/** The sampled packets of one source, each {@link FIELD_COUNT} fields, all different. */
export interface SampledSource {
  readonly row: number
  readonly fields: Uint16Array
  readonly samples: number
}

/** An unknown tool: rules that hold for every packet of a group of sources. */
export interface MinedTool {
  readonly name: string
  readonly rules: readonly HeaderRule[]
  readonly rows: readonly number[]
}

/** Fields of a packet; the source's own address is the same in all of them. */
const PACKET_FIELDS = 10
const MAX_TERMS = 4
/** Share of the sources of two groups that are in both, from which they are one tool. */
const SAME_GROUP = 0.8
/** Samples from which a value of each source's own is far beyond chance: 385 combinations at 2⁻⁴⁸ each. */
const OWN_VALUE_SAMPLES = 4
/** Rules tried that many sources share, the most shared first. */
const MAX_SHAPES = 64

type Shape = Pick<HeaderRule, 'operation' | 'terms'>

/**
 * Finds rules between header fields that hold in all packets of a group of sources, far beyond chance.
 *
 * Of each source, the differences between its packets tell which combinations of up to four fields are constant in it although each of their
 * fields varies: chance leaves 2⁻¹⁶ for each further packet. Combinations that several sources have are completed by what is constant within a
 * source (one destination port, say), so that the value is the same for all; a value shared by eight sources by chance would take 2¹⁶ tries
 * for each of them. Groups with nearly the same sources are one tool. Linear in the sources, about a thousand steps each.
 */
export function mineRules(sources: readonly SampledSource[]): MinedTool[] {
  const shapes = frequentShapes(sources)
  const groups = [...shapes.flatMap(({ shape, members }) => completed(shape, members)), ...constants(sources)]
  return merged(groups, sources)
}

interface Group {
  readonly rule: HeaderRule
  readonly rows: ReadonlySet<number>
}

interface Found {
  readonly shape: Shape
  readonly members: SampledSource[]
}

/** Combinations that are constant in some sources although their fields vary; whoever has none that vary is found by the completed rule. */
function frequentShapes(sources: readonly SampledSource[]): Found[] {
  const found = new Map<string, Found>()
  const note = (source: SampledSource, shape: Shape) => {
    const key = `${shape.operation} ${shape.terms.map(({ field, sign, swapped }) => `${sign * (field + 1)}${swapped ? 's' : ''}`).join(' ')}`
    const known = found.get(key)
    if (known === undefined) found.set(key, { shape, members: [source] })
    else known.members.push(source)
  }
  for (const source of sources) {
    const varying = varyingFields(source)
    for (const shape of xorShapes(source, varying)) note(source, shape)
    for (const shape of otherShapes(varying)) if (isConstant(shape, source)) note(source, shape)
  }
  return [...found.values()].filter(({ members }) => members.length >= LEAST_SHAPE_SOURCES).sort((a, b) => b.members.length - a.members.length).slice(0, MAX_SHAPES)
}

function varyingFields({ fields, samples }: SampledSource): number[] {
  const varying: number[] = []
  for (let field = 0; field < PACKET_FIELDS; field++) {
    for (let sample = 1; sample < samples; sample++) {
      if (fields[sample * FIELD_COUNT + field] === fields[field]) continue
      varying.push(field)
      break
    }
  }
  return varying
}

function isConstant(shape: Shape, { fields, samples }: SampledSource): boolean {
  const first = evaluate(shape, fields, 0)
  for (let sample = 1; sample < samples; sample++) if (evaluate(shape, fields, sample * FIELD_COUNT) !== first) return false
  return true
}

/** Sets of fields whose exclusive or is constant, none of them containing another; only those with a field that the tool makes up. */
function xorShapes({ fields, samples }: SampledSource, varying: readonly number[]): Shape[] {
  const differences = varying.map(field => fields[FIELD_COUNT + field]! ^ fields[field]!)
  const masks: number[] = []
  for (let mask = 3; mask < 1 << varying.length; mask++) {
    let rest = mask
    let sum = 0
    let terms = 0
    while (rest !== 0 && terms <= MAX_TERMS) {
      const bit = 31 - Math.clz32(rest & -rest)
      sum ^= differences[bit]!
      rest &= rest - 1
      terms++
    }
    if (sum !== 0 || terms > MAX_TERMS || terms < 2) continue
    if (masks.some(known => (known & mask) === known)) continue
    masks.push(mask)
  }
  return masks.flatMap(mask => {
    const members = varying.filter((_, index) => (mask & (1 << index)) !== 0)
    const shape: Shape = { operation: 'xor', terms: members.map(field => plain(field)) }
    return isOfTool(shape) && isConstant(shape, { row: 0, fields, samples }) ? [shape] : []
  })
}

function isOfTool({ terms }: Shape): boolean {
  return terms.some(({ field }) => (MADE_UP_FIELDS & (1 << field)) !== 0)
}

const shapesByFields = new Map<number, readonly Shape[]>()

/** Sums, differences and swapped bytes of two fields, and one field as the sum of two, all of them varying. */
function otherShapes(varying: readonly number[]): readonly Shape[] {
  const key = varying.reduce((mask, field) => mask | (1 << field), 0)
  const known = shapesByFields.get(key)
  if (known !== undefined) return known
  const shapes: Shape[] = []
  const sum = (...terms: RuleTerm[]) => shapes.push({ operation: 'sum', terms })
  for (const a of varying) {
    for (const b of varying) {
      if (b <= a) continue
      sum(plain(a), plain(b, -1))
      sum(plain(a), plain(b))
      shapes.push({ operation: 'xor', terms: [plain(a), { field: b, sign: 1, swapped: true }] })
      for (const c of varying) if (c !== a && c !== b) sum(plain(c), plain(a, -1), plain(b, -1))
    }
  }
  const ofTool = shapes.filter(isOfTool)
  shapesByFields.set(key, ofTool)
  return ofTool
}

/**
 * The rule with the value that most of the members share: that of the shape, or of the shape with up to two fields that are constant within
 * each source but not the same for all. Without any, one value for each source, when that is far enough beyond chance.
 */
function completed(shape: Shape, members: readonly SampledSource[]): Group[] {
  const free = HEADER_FIELDS.map((_, field) => field).filter(field => !shape.terms.some(term => term.field === field))
  const signs: readonly (1 | -1)[] = shape.operation === 'xor' ? [1] : [1, -1]
  const one = free.flatMap(field => signs.map(sign => [plain(field, sign)]))
  const two = shape.operation === 'xor' ? free.flatMap(a => free.filter(b => b > a).map(b => [plain(a), plain(b)])) : []
  let best: Group | null = null
  for (const additions of [[], ...one, ...two]) {
    const wider = { ...shape, terms: [...shape.terms, ...additions] }
    const group = sharedValue(wider, members.filter(member => additions.length === 0 || isConstant(wider, member)))
    if (group !== null && group.rows.size > 1.25 * (best?.rows.size ?? 0)) best = group
  }
  if (best !== null) return [best]
  const certain = members.filter(({ samples }) => samples >= OWN_VALUE_SAMPLES)
  return certain.length >= LEAST_RULE_SOURCES ? [{ rule: { ...shape, value: null }, rows: new Set(members.map(({ row }) => row)) }] : []
}

function sharedValue(shape: Shape, members: readonly SampledSource[]): Group | null {
  const byValue = Map.groupBy(members, ({ fields }) => evaluate(shape, fields, 0))
  const [value, most] = [...byValue].reduce((a, b) => (b[1].length > a[1].length ? b : a), [0, [] as SampledSource[]])
  return most.length < LEAST_SHAPE_SOURCES ? null : { rule: { ...shape, value }, rows: new Set(most.map(({ row }) => row)) }
}

/** Fields that systems choose at random, but that a group of sources has at one and the same value, not zero. */
function constants(sources: readonly SampledSource[]): Group[] {
  return CONSTANT_FIELDS.flatMap(field => {
    const shape: Shape = { operation: 'xor', terms: [plain(field)] }
    const constant = sources.filter(source => source.fields[field] !== 0 && isConstant(shape, source))
    return [...Map.groupBy(constant, ({ fields }) => fields[field]!)].filter(([, members]) => members.length >= LEAST_RULE_SOURCES)
      .map(([value, members]) => ({ rule: { ...shape, value }, rows: new Set(members.map(({ row }) => row)) }))
  })
}

/** Groups of nearly the same sources are one tool; its sources are those for which all its rules hold. */
function merged(groups: readonly Group[], sources: readonly SampledSource[]): MinedTool[] {
  const tools: { rules: HeaderRule[], rows: ReadonlySet<number> }[] = []
  for (const group of [...groups].sort((a, b) => b.rows.size - a.rows.size || a.rule.terms.length - b.rule.terms.length)) {
    const same = tools.find(({ rows }) => overlap(rows, group.rows) >= SAME_GROUP)
    if (same === undefined) tools.push({ rules: [group.rule], rows: group.rows })
    else same.rules.push(group.rule)
  }
  return tools.map(({ rules }) => {
    const kept = withoutImplied(rules)
    const rows = sources.filter(source => kept.every(rule => holds(rule, source.fields, source.samples))).map(({ row }) => row)
    return { name: ruleName(kept), rules: kept, rows }
  }).filter(({ rows }) => rows.length >= LEAST_RULE_SOURCES)
}

function overlap(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  return a.intersection(b).size / a.union(b).size
}

/** One equality is seen as exclusive or and as difference; of rules over the same fields the first suffices, and of what contains another, that. */
function withoutImplied(rules: readonly HeaderRule[]): HeaderRule[] {
  const kept: HeaderRule[] = []
  for (const rule of [...rules].sort((a, b) => a.terms.length - b.terms.length || a.operation.localeCompare(b.operation) * -1)) {
    const fields = new Set(rule.terms.map(({ field }) => field))
    if (!kept.some(({ terms }) => terms.every(({ field }) => fields.has(field)))) kept.push(rule)
  }
  return kept
}
