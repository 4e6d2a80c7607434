import type { Chunk, DecodeError, Decoder, EvidenceFile } from '../../model/decoder.ts'
import { entitiesOf, subjectOf } from '../../model/entities.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import { EVENT_FLAGS } from '../../model/event-batch.ts'
import { holdingsOf } from '../../model/holdings-of.ts'
import type { Mappings } from '../../model/mappings.ts'
import type { Fields } from '../../model/value.ts'
import { isPartOfMail } from '../content-errors.ts'
import type { DiscoverOptions } from '../evidence/discover.ts'
import { discover } from '../evidence/discover.ts'
import { evidenceFile } from '../evidence/evidence-file.ts'
import type { Surveyed } from '../evidence/survey.ts'
import { surveyMember } from '../evidence/survey.ts'
import { advise } from './advise.ts'
import { ERROR_SAMPLE_BYTES, SAMPLED_ERRORS, TRIED_RECORDS } from './defaults.ts'
import type { TriedDataset, TriedError, TriedRecord, TriedSource } from './tried-source.ts'

export interface TrySourceOptions {
  /** Microseconds: the evidence's date, for stamps without a year; without it the file's. */
  readonly date: number | undefined
  /** Records shown of each file. */
  readonly records: number
  readonly archives: DiscoverOptions
}

/** What the files at a path would yield: how each is read, its first records and what they say. Nothing is stored. Never throws for content. */
export async function* trySource(
  path: string,
  tools: { readonly mappings: Mappings; readonly decoders: readonly Decoder[] },
  options: TrySourceOptions,
): AsyncGenerator<TriedSource> {
  for await (const found of discover([path], options.archives)) {
    if (found.kind === 'unreadable') {
      yield unreadable(found.path, { offset: found.offset, reason: found.reason })
      continue
    }
    const surveyed = await surveyMember(found.locator, tools.decoders)
    // A greeting or a picture: the event of the mail tells them.
    if (surveyed.format === null && isPartOfMail(found.locator)) continue
    yield await new Trial(tools.mappings, options.records).run(surveyed, tools.decoders, options.date ?? found.date)
  }
}

/** Gathers what one file yields. */
class Trial {
  readonly #mappings: Mappings
  readonly #shown: number
  readonly #datasets = new Map<string, number>()
  readonly #samples: TriedRecord[] = []
  readonly #programs = new Set<string>()
  #generic: Fields | undefined
  #events = 0
  #first: number | null = null
  #last: number | null = null
  #without = 0
  #zoneAssumed = 0
  #yearAssumed = 0
  readonly #errors: DecodeError[] = []
  #errorCount = 0

  constructor(mappings: Mappings, shown: number) {
    this.#mappings = mappings
    this.#shown = shown
  }

  async run(surveyed: Surveyed, decoders: readonly Decoder[], date: number): Promise<TriedSource> {
    const report = { error: (error: DecodeError): void => this.#error(error) }
    for (const error of surveyed.errors) report.error(error)
    const file = await evidenceFile(surveyed, { date, recover: false, encoding: surveyed.encoding }, report)
    const decoder = decoders.find(({ format }) => format === surveyed.format)
    const isCut = decoder === undefined ? false : await this.#decode(decoder, file, surveyed.chunks, report)
    return {
      path: surveyed.locator.path,
      sha256: surveyed.sha256,
      bytes: surveyed.bytes,
      encoding: surveyed.isText || decoder !== undefined ? surveyed.encoding : null,
      decoder: surveyed.format,
      events: this.#events,
      isCut,
      datasets: this.#triedDatasets(),
      times: { first: this.#first, last: this.#last, without: this.#without, zoneAssumed: this.#zoneAssumed, yearAssumed: this.#yearAssumed },
      samples: this.#samples,
      errors: { total: this.#errorCount, samples: await Promise.all(this.#errors.map(error => sampled(error, file))) },
      advice: advise({
        decoder: surveyed.format,
        datasets: this.#datasets,
        generic: this.#generic,
        programs: this.#programs,
        lines: surveyed.isText ? firstLines(file) : [],
      }),
    }
  }

  /** Whether there is more than was read. */
  async #decode(decoder: Decoder, file: EvidenceFile, chunks: readonly Chunk[], report: { error(error: DecodeError): void }): Promise<boolean> {
    for (const chunk of chunks) {
      for await (const batch of decoder.decode(file, chunk, report)) {
        this.#take(batch)
        if (this.#events >= TRIED_RECORDS) return true
      }
    }
    return false
  }

  #take({ count, dataset, time, flags, record, fields }: EventBatch): void {
    for (let row = 0; row < count; row++) {
      const name = dataset[row]!
      const own = fields[row]!
      const at = Number.isNaN(time[row]!) ? null : time[row]!
      this.#events++
      this.#datasets.set(name, (this.#datasets.get(name) ?? 0) + 1)
      if (at === null) this.#without++
      else {
        this.#first = Math.min(at, this.#first ?? at)
        this.#last = Math.max(at, this.#last ?? at)
      }
      const isZoneAssumed = (flags[row]! & EVENT_FLAGS.zoneAssumed) > 0
      const isYearAssumed = (flags[row]! & EVENT_FLAGS.yearAssumed) > 0
      if (isZoneAssumed) this.#zoneAssumed++
      if (isYearAssumed) this.#yearAssumed++
      if (name.startsWith('generic.')) this.#generic ??= own
      if (name === 'linux.syslog' && typeof own['program'] === 'string') this.#programs.add(own['program'])
      if (this.#samples.length < this.#shown) this.#samples.push(this.#sample(record[row]!, name, at, isZoneAssumed, isYearAssumed, own))
    }
  }

  #sample(record: number, dataset: string, time: number | null, isZoneAssumed: boolean, isYearAssumed: boolean, fields: Fields): TriedRecord {
    const view = this.#mappings.dataset(dataset)
    const { product, services, categories, open } = view.logsourceOf(fields)
    return {
      record, dataset, time, isZoneAssumed, isYearAssumed, fields,
      subject: subjectOf(view, fields, 'the file'),
      entities: entitiesOf(view, fields),
      logsource: { product: product ?? null, services, categories, isOpen: open },
      holdings: holdingsOf(view, fields, time),
    }
  }

  #error(error: DecodeError): void {
    this.#errorCount++
    if (this.#errors.length < SAMPLED_ERRORS) this.#errors.push(error)
  }

  #triedDatasets(): TriedDataset[] {
    const all = [...this.#datasets].map(([dataset, events]) => ({ dataset, source: this.#mappings.dataset(dataset).source, events }))
    return all.sort((a, b) => b.events - a.events || (a.dataset < b.dataset ? -1 : 1))
  }
}

async function sampled({ offset, reason }: DecodeError, file: EvidenceFile): Promise<TriedError> {
  const blocks: Uint8Array[] = []
  const from = Math.min(offset, file.bytes)
  for await (const block of file.read(from, Math.min(file.bytes, from + ERROR_SAMPLE_BYTES))) blocks.push(new Uint8Array(block))
  return { offset, reason, sample: new TextDecoder(file.settings.encoding).decode(Buffer.concat(blocks)).split(/\r?\n/, 1)[0]! }
}

function firstLines({ head, settings }: EvidenceFile): string[] {
  const text = new TextDecoder(settings.encoding).decode(head)
  return text.split(/\r?\n/, SHOWN_LINES).filter(line => line.trim() !== '')
}

/** Lines of an unknown text that a mapping to begin with is made of. */
const SHOWN_LINES = 3

function unreadable(path: string, error: DecodeError): TriedSource {
  return {
    path, sha256: '', bytes: 0, encoding: null, decoder: null, events: 0, isCut: false, datasets: [], samples: [],
    times: { first: null, last: null, without: 0, zoneAssumed: 0, yearAssumed: 0 },
    errors: { total: 1, samples: [{ ...error, sample: '' }] },
    advice: { kind: 'unknown', mapping: '', programs: [] },
  }
}
