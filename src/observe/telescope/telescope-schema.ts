import * as z from 'zod'
import { MALFORMED_KINDS } from '../packet/packet-batch.ts'
import { KINDS } from './kinds.ts'

/** What `noroshi telescope` prints with `--json`. */

const time = z.string().describe('ISO 8601 UTC with microseconds')
const count = z.int().min(0)
const port = z.int().min(0).max(65_535)
const on = z.array(z.enum(['packets', 'hosts'])).describe('the counts that alert')

const sourceSchema = z.strictObject({
  address: z.string(),
  packets: count,
  firstSeen: time,
  lastSeen: time,
  kinds: z.array(z.enum(KINDS)),
  fingerprints: z.array(z.string()).describe('tools told by a mark, suspected ones (`zmap-like`), and names of unknownFingerprints'),
  ports: z.array(port).describe('destination ports of probes, ascending; at most 256'),
  scan: z.enum(['vertical', 'horizontal', 'block']).optional().describe('many ports, many addresses, or both'),
  campaign: z.string().optional().describe('an id of campaigns'),
})

const campaignSchema = z.strictObject({
  id: z.string().describe('the same on any day for the same ports, packets and tools'),
  sources: z.array(z.string()),
  ports: z.array(port),
  fingerprints: z.array(z.string()),
  firstSeen: time,
  lastSeen: time,
  packets: count,
})

const attackSchema = z.strictObject({
  target: z.string().describe('an address; of carpet bombing a /24, or an autonomous system: `AS64500`'),
  firstSeen: time,
  lastSeen: time,
  packets: count.describe('answers that reached the watched space'),
  maxPacketsPerMinute: count,
  kind: z.enum(['randomly-spoofed', 'carpet-bombing']),
  targets: count.optional().describe('addresses of the network, of carpet bombing'),
})

const changeSchema = z.strictObject({ port, at: time.describe('the start of the ten minutes'), score: z.number(), on })

const factSchema = z.strictObject({ fact: z.string(), numbers: z.record(z.string(), z.number()), terms: z.record(z.string(), z.string()), en: z.string(), ja: z.string() })

const evidenceSchema = z.strictObject({
  time,
  source: z.string(),
  destination: z.string(),
  protocol: count.describe('of IP; 6 is TCP, 17 UDP'),
  sourcePort: port,
  destinationPort: port,
  tcpFlags: count,
  ttl: count,
  wireLength: count,
  linkType: count.describe('as in captures; 1 is Ethernet'),
  bytes: z.string().describe('the first 128 bytes from the link header on, in hexadecimal'),
})

export const warningSchema = z.strictObject({
  id: z.string().describe('the same for the same address of the same member, on any day'),
  organisation: z.string(),
  member: z.string().describe('the organisation whose accounts see it: `id` of the organisations file, else its name'),
  address: z.string(),
  kind: z.enum(['internal', 'external', 'backscatter']).describe('own unused space was hit, somebody else\'s was, or the address answers a flood'),
  state: z.enum(['open', 'closed']).describe('closed: silent for longer than its own rhythm; when it comes again, the warning is open again'),
  firstSeen: time,
  lastSeen: time,
  closesAt: time.describe('when it is, or was, closed if nothing came after lastSeen'),
  returns: count.describe('how often it came again after it had been closed'),
  packets: count,
  ports: z.array(port).describe('asked for; of backscatter, those that answer'),
  fingerprints: z.array(z.string()),
  families: z.array(z.string()).describe('malware that the fingerprints name, or unknown tools'),
  spoofLikelihood: z.number().min(0).max(1),
  spoofReason: factSchema,
  heldBack: z.boolean().describe('likely forged: shown apart, and not sent until more speaks for it'),
  nextStep: factSchema.describe('what the member should do first'),
  evidence: z.array(evidenceSchema).describe('the first packets'),
})

const unknownSchema = z.strictObject({
  name: z.string().describe('the same wherever the rule is the same'),
  rule: z.string().describe('in words'),
  ruleJa: z.string(),
  sources: z.array(z.string()),
  packets: count,
  firstSeen: time,
})

export const telescopeSchema = z.strictObject({
  packets: count.describe('all that were read'),
  malformed: count.describe('packets whose headers could not be read to their end'),
  malformedKinds: z.partialRecord(z.enum(MALFORMED_KINDS), count),
  notWatched: count.describe('packets that are not IP or not for the watched space'),
  from: time.nullable(),
  to: time.nullable(),
  campaigns: z.array(campaignSchema),
  attacks: z.array(attackSchema),
  changes: z.array(changeSchema),
  warnings: z.array(warningSchema),
  unknownFingerprints: z.array(unknownSchema),
  sources: z.array(sourceSchema),
}).meta({ title: 'What a telescope saw', description: '`noroshi telescope FILE… --json`' })

export const telescopeChangesSchema = z.strictObject({
  changes: z.array(z.strictObject({ at: z.string().describe('as the table writes it'), score: z.number(), on })),
}).meta({ title: 'Changes of counts', description: '`noroshi telescope changes COUNTS.csv --json`' })

export type TelescopeReport = z.infer<typeof telescopeSchema>
export type SourceReport = z.infer<typeof sourceSchema>
export type WarningReport = z.infer<typeof warningSchema>
