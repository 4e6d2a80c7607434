import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { watchGenerated } from './testing/watch-generated.ts'
import type { Watched } from './testing/watch-generated.ts'
import { telescopeSchema } from './telescope-schema.ts'

const SEEDS = Array.from({ length: byDepth(1, 5, 30) }, (_, index) => 100 + index)

/** Marks are told per source; what is suspected is apart. */
function wrongMarks({ truth, sources }: Watched): string[] {
  return truth.sources.flatMap(({ address, role, fingerprints }) => {
    const told = (sources.get(address)?.fingerprints ?? ['not seen']).filter(name => name !== 'zmap-like' && !name.startsWith('unknown-'))
    return JSON.stringify(told) === JSON.stringify(fingerprints) ? [] : [`${address} ${role}: ${told.join()}, not ${fingerprints.join()}`]
  })
}

describe.each(SEEDS)('generated traffic of seed %i', seed => {
  let watched: Promise<Watched> | undefined
  const watch = () => (watched ??= watchGenerated({}, seed))

  test('every packet and source is seen, in the form of the schema', async () => {
    const { truth, report, sources } = await watch()
    expect(report.packets).toBe(truth.packets)
    expect(report.malformed).toBe(0)
    expect(truth.sources.filter(({ address, packets }) => sources.get(address)?.packets !== packets)).toEqual([])
    expect(telescopeSchema.safeParse({ ...report, sources: [...sources.values()] }).error).toBe(undefined)
  }, 30_000)

  test('every tool with a mark is named, and no other', async () => {
    expect(wrongMarks(await watch())).toEqual([])
  })

  test('later ZMap is suspected, and nobody else', async () => {
    const { truth, sources } = await watch()
    const suspected = [...sources.values()].filter(({ fingerprints }) => fingerprints.includes('zmap-like')).map(({ address }) => address)
    const roles = new Set(suspected.map(address => truth.sources.find(source => source.address === address)?.role))
    expect([suspected.length, [...roles]]).toEqual([10, ['tool']])
  })

  test('an invented equality is found with its sources, and no other group', async () => {
    const { truth, report } = await watch()
    const [invented] = truth.groups.filter(({ kind }) => kind === 'invented')
    expect(report.unknownFingerprints.map(({ rule }) => rule)).toEqual([
      'IP identification ⊕ upper half of the sequence number ⊕ lower half of the destination address = 0x5a5a',
    ])
    expect(report.unknownFingerprints[0]!.sources.sort()).toEqual([...invented!.sources].sort())
  })

  test('attacks elsewhere are those beyond the thresholds', async () => {
    const { truth, report } = await watch()
    const expected = truth.attacks.filter(({ isAttack }) => isAttack).map(({ target, packets, maxPacketsPerMinute }) => ({ target, packets, maxPacketsPerMinute }))
    expect(report.attacks.map(({ target, packets, maxPacketsPerMinute }) => ({ target, packets, maxPacketsPerMinute })).sort(byTarget)).toEqual(expected.sort(byTarget))
  })

  test('each host of a member that should be warned is, once, and forged ones with their likelihood', async () => {
    const { truth, report } = await watch()
    const told = report.warnings.map(({ organisation, address, kind, spoofLikelihood }) => ({ organisation, address, kind, isSpoofed: spoofLikelihood >= 0.5 }))
    expect(told.sort(byAddress)).toEqual([...truth.warnings].sort(byAddress))
  })

  test('sources that share out the space are one campaign', async () => {
    const { truth, report } = await watch()
    const [coordinated] = truth.groups.filter(({ kind }) => kind === 'coordinated')
    expect(report.campaigns.map(({ sources }) => sources.sort())).toEqual([[...coordinated!.sources].sort()])
  })

  test('settings that are wrong are told from searches', async () => {
    const { truth, sources } = await watch()
    const told = [...sources.values()].filter(({ kinds }) => kinds.includes('misconfiguration')).map(({ address }) => address)
    expect(told.sort()).toEqual(truth.sources.filter(({ role }) => role === 'misconfigured').map(({ address }) => address).sort())
  })
})

const inventedTool = { constant: 0, sources: 30, packets: 8 } as const

describe.skipIf(byDepth(true, false, false))('traffic of other settings', () => {
  test('two packets of a source suffice for every mark, among thousands that have none', async () => {
    const watched = await watchGenerated({ nmap: 500, masscanNew: 300, masscanOld: 300, zmapOld: 300, unicornscan: 200, unmarked: 2_000, packetsPerSource: 2, invented: [], attacks: [] }, 7_002)
    expect([wrongMarks(watched), watched.report.unknownFingerprints]).toEqual([[], []])
  }, 30_000)

  test('an equality of fields that hardly vary is found with all its sources', async () => {
    const { truth, report } = await watchGenerated({
      unmarked: 1_000, attacks: [], invented: [{ ...inventedTool, field: 'window', xor: ['destinationPort'] }, { ...inventedTool, field: 'window', xor: ['destinationLow'], constant: 5 }],
    }, 7_002)
    expect(report.unknownFingerprints.map(({ rule, sources }) => [rule, sources.sort()]).sort()).toEqual([
      ['window = destination port', [...truth.groups.find(({ name }) => name === 'invented-1')!.sources].sort()],
      ['window ⊕ lower half of the destination address = 0x0005', [...truth.groups.find(({ name }) => name === 'invented-2')!.sources].sort()],
    ])
  }, 30_000)

  test('settings that are wrong are no campaign, however many begin together', async () => {
    const { report } = await watchGenerated({ minutes: 120, misconfigured: 100, coordinated: null, attacks: [], organisations: [] }, 7_001)
    expect(report.campaigns).toEqual([])
  }, 30_000)
})

function byTarget(a: { readonly target: string }, b: { readonly target: string }): number {
  return a.target < b.target ? -1 : 1
}

function byAddress(a: { readonly address: string }, b: { readonly address: string }): number {
  return a.address < b.address ? -1 : 1
}
