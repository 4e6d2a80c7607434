import type { Mappings } from '../../model/mappings.ts'
import type { MessageForms, SourceMapping, TextForm } from '../../model/source-mapping.ts'
import { isStructured, parseTextPattern } from '../../model/text-pattern.ts'
import type { PatternPart, TextPattern } from '../../model/text-pattern.ts'
import { newFields } from '../../model/value.ts'
import type { Fields, FieldValue, MutableFields } from '../../model/value.ts'
import { compileDatasetChoice } from '../json/dataset-choice.ts'
import type { DatasetChoice } from '../json/dataset-choice.ts'
import { setField } from '../json/lift.ts'
import type { MessageReader } from '../json/message-reader.ts'
import { sourceTime } from '../json/record-time.ts'
import type { Timestamp } from '../text/timestamp.ts'
import { MATCHED_CHARACTERS, REMEMBERED_PROGRAMS } from './defaults.ts'
import { matchPattern } from './match-pattern.ts'
import type { ColumnNames } from './match-pattern.ts'

/** What a line of a text file says, in its source's words. */
export interface SourceText {
  readonly dataset: string
  readonly time: Timestamp | null
  readonly fields: Fields
}

/** Knows how sources write messages and lines, as their mappings say; made once. The first form that fits counts, by the sources' priority. */
export class SourceTexts implements MessageReader {
  readonly #messages: readonly MessageGroup[]
  readonly #lines: readonly Form[]
  readonly #byProgram = new Map<string, readonly Form[]>()

  constructor(mappings: Mappings) {
    const sources = mappings.sources.map(source => ({ source, choose: compileDatasetChoice(source) }))
    this.#messages = sources.flatMap(({ source, choose }) => (source.messages ?? []).map(group => compileGroup(group, source, choose)))
    this.#lines = sources.flatMap(({ source, choose }) => (source.lines ?? []).map(form => compileForm(form, source, choose)))
  }

  readMessage(program: string | undefined, message: string, fields: MutableFields, date: number): Pick<SourceText, 'dataset' | 'time'> | null {
    return firstFit(this.#formsOf(program?.toLowerCase() ?? ''), message, fields, date)
  }

  /** @param date microseconds: the evidence's, for stamps without a year */
  readLine(line: string, date: number): SourceText | null {
    const fields = newFields()
    const read = firstFit(this.#lines, line, fields, date)
    return read === null ? null : { ...read, fields }
  }

  /** Whether a source writes such lines. */
  isLine(line: string): boolean {
    return this.#lines.some(form => matchPattern(form.pattern, line.slice(0, MATCHED_CHARACTERS), form.columns) !== null)
  }

  #formsOf(program: string): readonly Form[] {
    const kept = this.#byProgram.get(program)
    if (kept !== undefined) return kept
    const forms = this.#messages.filter(({ isOf }) => isOf(program)).flatMap(group => group.forms)
    if (this.#byProgram.size < REMEMBERED_PROGRAMS) this.#byProgram.set(program, forms)
    return forms
  }
}

interface MessageGroup {
  isOf(program: string): boolean
  readonly forms: readonly Form[]
}

interface Form {
  readonly source: SourceMapping
  readonly choose: DatasetChoice
  readonly pattern: TextPattern
  readonly columns: ColumnNames | undefined
  readonly set: readonly (readonly [name: string, value: FieldValue])[]
  /** The pattern names all that the text says. */
  readonly isWhole: boolean
}

function compileGroup({ programs, patterns }: MessageForms, source: SourceMapping, choose: DatasetChoice): MessageGroup {
  const tests = programs?.map(compileProgram)
  return {
    isOf: program => tests === undefined || tests.some(test => test(program)),
    forms: patterns.map(form => compileForm(form, source, choose)),
  }
}

function compileProgram(accepted: string): (program: string) => boolean {
  const name = accepted.toLowerCase()
  const core = name.replace(/^\*/, '').replace(/\*$/, '')
  if (name.startsWith('*')) return name.endsWith('*') ? program => program.includes(core) : program => program.endsWith(core)
  return name.endsWith('*') ? program => program.startsWith(core) : program => program === name
}

function compileForm(form: TextForm, source: SourceMapping, choose: DatasetChoice): Form {
  const { pattern: text, set = {}, columns, delimiter = ',' } = 'set' in form || 'columns' in form ? form : { pattern: form.pattern }
  const pattern = parseTextPattern(text)
  // The mapping's schema has parsed it before.
  if (typeof pattern === 'string') throw new TypeError(`${source.source}: the pattern ${pattern}`)
  return {
    source,
    choose,
    pattern,
    columns: columns === undefined ? undefined : { names: columns, delimiter },
    set: Object.entries(set),
    isWhole: pattern.parts.some(isWholePart),
  }
}

function isWholePart(part: PatternPart): boolean {
  return part.kind === 'field' ? isStructured(part.type) : part.kind === 'optional' && part.parts.some(isWholePart)
}

function firstFit(forms: readonly Form[], text: string, fields: MutableFields, date: number): Pick<SourceText, 'dataset' | 'time'> | null {
  const looked = text.slice(0, MATCHED_CHARACTERS)
  for (const form of forms) {
    const found = matchPattern(form.pattern, looked, form.columns)
    if (found === null) continue
    for (const [name, value] of found) setField(fields, name, value)
    for (const [name, value] of form.set) setField(fields, name, value)
    if (!form.isWhole && fields['message'] === undefined) fields['message'] = text
    const dataset = form.choose(fields)
    if (dataset !== undefined) return { dataset, time: sourceTime(form.source.time, fields, fields, date) }
  }
  return null
}
