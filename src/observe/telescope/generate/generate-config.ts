import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import * as z from 'zod'
import { messageOf, NoroshiError } from '../../../platform/noroshi-error.ts'
import { parseNetwork } from '../../../query/address.ts'
import { HEADER_FIELDS } from '../header-fields.ts'

/** What traffic of a darknet to make; every count may be 0. */

const prefix = z.string().refine(text => parseNetwork(text) !== null && !text.includes(':'), 'must be an IPv4 prefix like 198.18.0.0/16')
const count = (most: number, otherwise: number) => z.int().min(0).max(most).default(otherwise)
const field = z.enum(HEADER_FIELDS.slice(0, 10).map(({ name }) => name))

const inventedSchema = z.strictObject({
  field: z.enum(['id', 'seqHigh', 'seqLow', 'sourcePort', 'window']).describe('the field that the tool derives'),
  xor: z.array(field).max(3).default([]).describe('the fields whose exclusive or it is'),
  constant: z.int().min(0).max(65_535).default(0).describe('joined by exclusive or'),
  sources: count(10_000, 30),
  packets: z.int().min(2).max(100_000).default(40).describe('of each source'),
})

const attackSchema = z.strictObject({
  packets: z.int().min(1).max(1_000_000).describe('answers into the space, evenly over the time; the first at its start, the last at its end'),
  seconds: z.number().min(0).max(86_400),
  targets: z.int().min(1).max(256).default(1).describe('addresses of one /24'),
  answer: z.enum(['syn-ack', 'rst', 'icmp', 'dns']).default('syn-ack'),
})

const organisationSchema = z.strictObject({
  name: z.string().min(1),
  contact: z.string().default(''),
  used: z.array(prefix).min(1),
  unused: z.array(prefix).default([]),
  infected: count(10_000, 2).describe('hosts that scan; every second one also its own unused space'),
  attacked: count(1_000, 1).describe('hosts that answer a flood sent in our name'),
  spoofed: count(100_000, 20).describe('addresses that somebody else writes into packets'),
})

export const generateConfigSchema = z.strictObject({
  start: z.iso.datetime().default('2026-01-01T00:00:00Z'),
  minutes: z.int().min(1).max(44_640).default(60),
  space: prefix.default('198.18.0.0/16').describe('the watched unused space'),
  research: count(10_000, 5).describe('survey scanners: many ports, much traffic'),
  zmapOld: count(1_000_000, 10).describe('ZMap up to 4.0'),
  zmapNew: count(1_000_000, 10).describe('ZMap since 4.1'),
  masscanOld: count(1_000_000, 10).describe('without options, window 1024'),
  masscanNew: count(1_000_000, 10).describe('with MSS, window 1025'),
  mirai: count(1_000_000, 60),
  nmap: count(1_000_000, 5),
  unicornscan: count(1_000_000, 3),
  sipvicious: count(1_000_000, 3),
  unmarked: count(1_000_000, 300).describe('bots and scanners that use their system\'s own packets'),
  packetsPerSource: z.int().min(2).max(100_000).default(15).describe('of those above, on average'),
  invented: z.array(inventedSchema).max(100).default([{ field: 'id', xor: ['seqHigh', 'destinationLow'], constant: 0x5a5a, sources: 30, packets: 40 }]),
  botnet: z.strictObject({
    port: z.int().min(1).max(65_535).default(5_555),
    fromMinute: z.number().min(0).default(20),
    capacity: count(1_000_000, 100).describe('hosts in the end'),
    growthPerHour: z.number().min(0.01).max(1_000).default(6).describe('rate of the logistic curve'),
    packetsPerMinute: z.number().min(0.001).max(10_000).default(1).describe('of each host'),
  }).nullable().default(null).describe('a botnet without any mark that grows logistically'),
  coordinated: z.strictObject({
    sources: count(10_000, 20),
    port: z.int().min(1).max(65_535).default(8_291),
    atMinute: z.number().min(0).default(10),
    packets: z.int().min(1).max(100_000).default(20).describe('of each source, over the rest of the time'),
  }).nullable().default({ sources: 20, port: 8_291, atMinute: 10, packets: 20 }).describe('sources that share out the space between them'),
  attacks: z.array(attackSchema).max(10_000).default([
    { packets: 200, seconds: 120, targets: 1, answer: 'syn-ack' },
    { packets: 24, seconds: 48, targets: 1, answer: 'syn-ack' },
    { packets: 200, seconds: 59, targets: 1, answer: 'rst' },
    { packets: 58, seconds: 119, targets: 1, answer: 'icmp' },
    { packets: 120, seconds: 60, targets: 1, answer: 'dns' },
  ]).describe('floods elsewhere, by their answers: what is just below the thresholds, and just above'),
  misconfigured: count(100_000, 5),
  organisations: z.array(organisationSchema).max(1_000).default([
    { name: 'Example University', contact: 'csirt@example.org', used: ['203.0.113.0/25'], unused: ['198.18.64.0/24'], infected: 3, attacked: 1, spoofed: 20 },
    { name: 'Example City', contact: 'csirt@example.com', used: ['192.0.2.0/24'], unused: ['198.18.128.0/24'], infected: 2, attacked: 1, spoofed: 20 },
  ]),
}).meta({ title: 'Traffic to generate', description: '`noroshi telescope generate --config FILE`' })

export type GenerateConfig = z.infer<typeof generateConfigSchema>

/** From YAML or JSON; without a file the defaults. @throws NoroshiError `usage` with what is wrong */
export function readGenerateConfig(path: string | undefined): GenerateConfig {
  const parsed = generateConfigSchema.safeParse(path === undefined ? {} : parseText(path))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new NoroshiError('usage', `${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not valid'}`)
}

function parseText(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'), { maxAliasCount: 100 }) ?? {}
  } catch (cause) {
    throw new NoroshiError('usage', `${path}: ${messageOf(cause)}`, { cause })
  }
}
