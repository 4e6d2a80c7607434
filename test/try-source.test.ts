import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from './temporary-folder.ts'
import { observe } from '../src/observe/index.ts'
import { loadMappings, MAPPINGS_DIRECTORY } from '../src/pipeline/load-mappings.ts'
import type { TriedSource } from '../src/pipeline/try/tried-source.ts'
import { trySource } from '../src/pipeline/try/try-source.ts'

const DOORS = '2026-11-22 10:00:00 door B2 opened by tanaka from 192.0.2.7\n2026-11-22 10:00:05 door B3 opened by suzuki from 192.0.2.8\n'
const MAPPING = `source: doors
title: Doors
lines: ['{date:word} {clock:word} door {door:word} opened by {user:word} from {src_ip:ip}']
time: [{ field: date, and: clock }]
subject: [{ type: user, field: user }]
entities: { ip: src_ip }
datasets: { doors.access: { logsource: { product: doors }, holdings: [{ kind: logon, act: seen, address: src_ip, user: user }] } }
`

async function tried(files: Readonly<Record<string, string>>, name: string, mappings: readonly string[] = []): Promise<TriedSource> {
  const folder = temporaryFolder(files)
  const known = loadMappings(MAPPINGS_DIRECTORY, mappings.map(each => join(folder, each)))
  const options = { date: undefined, records: 1, archives: {} }
  for await (const found of trySource(join(folder, name), { mappings: known, decoders: observe(known).decoders ?? [] }, options)) return found
  throw new Error('nothing found')
}

describe('what a file would yield', () => {
  test('is generic without a mapping, with one to begin with', async () => {
    const { decoder, datasets, advice } = await tried({ 'doors.log': DOORS }, 'doors.log')
    expect([decoder, datasets, advice.kind, advice.mapping.split('\n')[3]]).toEqual([
      'text', [{ dataset: 'generic.text', source: 'generic', events: 2 }], 'generic', "  - '{stamp:time} door B2 opened by tanaka from {ip_1:ip}'",
    ])
  })

  test('is the source\'s with a mapping file alone', async () => {
    const { decoder, encoding, datasets, samples, advice } = await tried({ 'doors.log': DOORS, 'doors.yml': MAPPING }, 'doors.log', ['doors.yml'])
    const [sample] = samples
    expect([decoder, encoding, datasets, advice.kind]).toEqual(['lines', 'utf-8', [{ dataset: 'doors.access', source: 'doors', events: 2 }], 'fits'])
    expect([sample?.subject, sample?.isZoneAssumed, sample?.logsource.product, sample?.holdings.map(({ address, user }) => [address, user])]).toEqual([
      { type: 'user', value: 'tanaka' }, true, 'doors', [['192.0.2.7', 'tanaka']],
    ])
  })

  test('names programs that no mapping knows, and shows what stands at an error', async () => {
    const syslog = 'Nov 22 10:00:00 h mydaemon[1]: hello\n'
    expect((await tried({ 'a.log': syslog }, 'a.log')).advice).toMatchObject({ kind: 'programs', programs: ['mydaemon'] })
    const { errors } = await tried({ 'a.json': '{"a":1}\n{"a":\n{"a":2}\n' }, 'a.json')
    expect(errors.samples.map(({ offset, sample }) => [offset > 0, sample.length > 0])).toEqual([[true, expect.any(Boolean)]])
  })
})
