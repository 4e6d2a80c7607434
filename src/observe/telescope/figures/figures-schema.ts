import * as z from 'zod'

const count = z.int().min(0)
const time = z.string().describe('ISO 8601 UTC with microseconds')
const both = { all: count, withoutSurveys: count }
const pair = z.strictObject(both)
const row = z.strictObject({ key: z.string(), ...both })

const daySchema = z.strictObject({
  date: z.string().describe('UTC'),
  from: time,
  to: time,
  packets: pair.describe('in the watched space'),
  sources: pair,
  surveys: z.strictObject({
    sources: count,
    packets: count,
    share: z.number().min(0).max(1).describe('of the packets'),
    signs: z.strictObject({ list: count, name: count, behaviour: count }).describe('sources by what tells them'),
  }),
  infected: z.strictObject({
    hosts: pair.describe('sources with the mark of malware or of an unknown tool, or searching with their system\'s own packets'),
    byFamily: z.array(row).describe('`mirai`, names of unknown tools, `unmarked`'),
    byCountry: z.array(row).describe('ISO 3166; `??` unknown'),
    bySystem: z.array(row).describe('`AS64500 name`'),
  }),
  ports: z.array(z.strictObject({ port: z.int(), packets: pair, hosts: pair })).describe('by hosts without surveys; at most 1000'),
  victims: z.strictObject({
    targets: count.describe('addresses attacked with forged sources'),
    byCountry: z.array(z.strictObject({ key: z.string(), targets: count })),
    bySystem: z.array(z.strictObject({ key: z.string(), targets: count })),
    networks: z.array(z.strictObject({
      network: z.string().describe('a /24, or an autonomous system'), targets: count, packets: count, maxPacketsPerMinute: count, firstSeen: time, lastSeen: time,
    })).describe('carpet bombing: the network\'s answers together are an attack'),
  }),
  campaigns: z.array(z.strictObject({ id: z.string(), sources: count, ports: z.array(z.int()), packets: count, firstSeen: time, lastSeen: time })).describe('groups that act as one'),
  forgotten: count.describe('packets for which there was no room'),
})

export const figuresSchema = z.strictObject({
  days: z.array(daySchema),
  campaigns: z.array(z.strictObject({
    id: z.string(), ports: z.array(z.int()), days: z.array(z.string()).describe('on which it began anew'), firstSeen: time, lastSeen: time,
    mostSources: count, packets: count,
  })).describe('the same groups over all days, under one id each; those of the most days first'),
  attributions: z.array(z.strictObject({ name: z.string(), url: z.string() })).describe('who must be named where this is shown'),
}).meta({ title: 'Daily figures', description: '`noroshi telescope figures FILE… --format json`' })

export type Figures = z.infer<typeof figuresSchema>
export type DayFigures = Figures['days'][number]
