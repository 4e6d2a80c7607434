import { entityKey } from '../../../model/entities.ts'
import type { Holding } from '../../../model/holding.ts'
import { formatTime } from '../../../model/time.ts'
import { loadMappings } from '../../../pipeline/load-mappings.ts'
import type { TriedRecord, TriedSource } from '../../../pipeline/try/tried-source.ts'
import { trySource } from '../../../pipeline/try/try-source.ts'
import { jsonText } from '../../../platform/json-text.ts'
import { observe } from '../../index.ts'

/** The evidence's date: the day of the logs, which have no year. */
const DATE = Date.UTC(2026, 10, 22, 12) * 1_000

const mappings = loadMappings()
const decoders = observe(mappings).decoders ?? []

/** All that a file yields, as text: each event with its dataset, time, flags, subject, fields, and what it says of who had an address. */
export async function goldenText(path: string): Promise<string> {
  const texts: string[] = []
  for await (const tried of trySource(path, { mappings, decoders }, { date: DATE, records: 10_000, archives: {} })) texts.push(textOf(tried))
  return texts.join('\n')
}

function textOf({ decoder, encoding, errors, samples }: TriedSource): string {
  return [`decoder: ${String(decoder)}, encoding: ${String(encoding)}, errors: ${errors.total}`, ...samples.map(eventText), ''].join('\n')
}

function eventText({ dataset, time, isZoneAssumed, isYearAssumed, subject, holdings, fields }: TriedRecord): string {
  const marks = [...(isZoneAssumed ? ['zone?'] : []), ...(isYearAssumed ? ['year?'] : [])]
  return [
    [dataset, formatTime(time) ?? 'no time', ...marks, entityKey(subject)].join(' '),
    ...holdings.map(holding => `  ${holdingText(holding)}`),
    `  ${jsonText(fields)}`,
  ].join('\n')
}

function holdingText({ kind, act, address, mac, user, host, translation }: Holding): string {
  const outer = translation === null ? '' : `as ${translation.address}:${translation.ports?.join('-') ?? '*'}`
  return [kind, act, address, mac, user, host, outer].filter(part => part !== '').join(' ')
}
