import * as z from 'zod'
import { addressText } from '../../model/address-text.ts'
import { normaliseMac } from '../../model/mac-address.ts'
import { parseIsoTime } from '../../model/time.ts'
import { networkText } from './network-text.ts'

/** What the register knows of each kind of thing; committed as JSON schema in docs/schemas. Every reference is a key of another entry, which need not be there yet. */

const text = z.string().trim().min(1).max(500).refine(each => !/[\0-\u001f\u007f]/.test(each), 'holds control characters')
const longText = z.string().trim().min(1).max(4_000).refine(each => !each.includes('\0'), 'holds a zero character')
/** Of an entry: what it is asked for by. */
const key = z.string().trim().min(1).max(200).refine(each => !/[\0-\u001f\u007f]/.test(each), 'holds control characters')
const keys = z.array(key).max(100)
const names = z.array(text.toLowerCase()).max(100)
const criticality = z.enum(['low', 'medium', 'high', 'critical'])
const moment = z.string().max(40).refine(each => parseIsoTime(each) !== null, 'is no time as 2026-11-22 or 2026-11-22T10:00:00Z')

/** Since and until when the entry is true, where it is not so always. */
const validity = { since: moment.optional(), until: moment.optional() }

/** Brought into the one notation; what has none is refused. */
function inOneNotation(notation: (text: string) => string | null, problem: string) {
  return z.string().max(60).overwrite(each => notation(each) ?? each).refine(each => notation(each) === each, problem)
}

const network = inOneNotation(networkText, 'is no network as 192.0.2.0/24 or 2001:db8::/32')
const address = inOneNotation(each => addressText(each.replace(/\/(?:32|128)$/, '')), 'is no address of one machine')
const mac = inOneNotation(normaliseMac, 'is no MAC address')
const domain = z.string().trim().toLowerCase().max(253).overwrite(each => each.replace(/\.$/, ''))
  .refine(each => /^(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?\.)*[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u.test(each), 'is no domain name')
const mail = z.string().trim().max(254).refine(each => /^[^\s@<>"]+@[^\s@<>"]+$/.test(each), 'is no mail address')
const pgpKey = z.string().trim().max(100_000).refine(
  each => /^(?:0x)?(?:[0-9a-f]{4} {0,2}){10}$|^(?:0x)?[0-9a-f]{40}$|^(?:0x)?[0-9a-f]{64}$/i.test(each) || /^-----BEGIN PGP PUBLIC KEY BLOCK-----[\s\S]+-----END PGP PUBLIC KEY BLOCK-----$/.test(each),
  'is neither the fingerprint of a PGP key nor an armoured one')
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)'
const hours = z.string().trim().max(200).regex(
  new RegExp(`^(?:24x7|${DAY}(?:[-,]${DAY})* \\d\\d:\\d\\d-\\d\\d:\\d\\d(?:[;] ?${DAY}(?:[-,]${DAY})* \\d\\d:\\d\\d-\\d\\d:\\d\\d)*(?: [A-Za-z]+(?:/[A-Za-z_+-]+[0-9]*)*)?)$`),
  'is not as 24x7 or Mon-Fri 09:00-17:30 Asia/Tokyo')

const organisationSchema = z.strictObject({
  id: key,
  name: text.optional(),
  parent: key.optional().describe('the organisation it belongs to'),
  contacts: keys.optional(),
  language: z.enum(['en', 'ja']).optional(),
  note: longText.optional(),
}).meta({ title: 'An organisation of the register' })

const siteSchema = z.strictObject({
  id: key,
  name: text.optional(),
  organisation: key.optional(),
  address: longText.optional().describe('postal'),
  contacts: keys.optional(),
  note: longText.optional(),
}).meta({ title: 'A site of the register' })

const prefixSchema = z.strictObject({
  network,
  use: z.enum(['used', 'unused', 'reserved']).optional().describe('unused: nobody should answer there'),
  name: text.optional(),
  organisation: key.optional(),
  site: key.optional(),
  owner: key.optional().describe('a contact'),
  contacts: keys.optional(),
  criticality: criticality.optional(),
  ...validity,
  note: longText.optional(),
}).meta({ title: 'A prefix of the register' })

const domainSchema = z.strictObject({
  domain,
  organisation: key.optional(),
  owner: key.optional().describe('a contact'),
  contacts: keys.optional(),
  ...validity,
  note: longText.optional(),
}).meta({ title: 'A domain of the register' })

const deviceSchema = z.strictObject({
  id: key,
  name: text.optional(),
  type: text.optional(),
  macs: z.array(mac).max(100).optional(),
  addresses: z.array(address).max(100).optional().describe('that are always its own'),
  hostnames: names.optional(),
  serial: text.optional(),
  organisation: key.optional(),
  site: key.optional(),
  place: text.optional().describe('building, room, rack, socket'),
  owner: key.optional().describe('a contact'),
  contacts: keys.optional(),
  criticality: criticality.optional(),
  ...validity,
  note: longText.optional(),
}).meta({ title: 'A device of the register' })

const contactSchema = z.strictObject({
  id: key,
  name: text.optional(),
  mail: z.array(mail).max(20).optional(),
  phone: text.optional(),
  organisation: key.optional(),
  site: key.optional(),
  accounts: names.optional().describe('what logs call this person'),
  language: z.enum(['en', 'ja']).optional(),
  pgpKey: pgpKey.optional().describe('fingerprint, or the key in armour'),
  hours: hours.optional().describe('24x7, or Mon-Fri 09:00-17:30 Asia/Tokyo'),
  channel: z.enum(['mail', 'phone', 'chat', 'webhook']).optional().describe('how to be told, best'),
  note: longText.optional(),
}).meta({ title: 'A contact of the register', description: 'a person or a desk' })

/** By kind. */
export const ENTRY_SCHEMAS = {
  organisation: organisationSchema, site: siteSchema, prefix: prefixSchema, domain: domainSchema, device: deviceSchema, contact: contactSchema,
} as const
