import * as z from 'zod'
import { addressText } from '../../model/address-text.ts'
import type { Entity } from '../../model/entity.ts'
import { formatTime } from '../../model/time.ts'
import { ADDRESSES_SHOWN } from '../defaults.ts'
import { CONFIDENCES } from './claims.ts'
import type { WhoReader } from './who.ts'
import { who } from './who.ts'

const named = z.strictObject({ key: z.string(), name: z.string() }).nullable()

/** In short, whose the addresses of a case were; `who` tells how that is known. */
export const whoseSchema = z.strictObject({
  address: z.string(),
  at: z.string().describe('ISO 8601 UTC with microseconds'),
  user: z.string().nullable(),
  mac: z.string().nullable(),
  host: z.string().nullable(),
  place: z.string().nullable(),
  device: named,
  organisation: named,
  owner: named,
  criticality: z.string().nullable(),
  confidence: z.enum(CONFIDENCES).nullable(),
})

export type Whose = z.infer<typeof whoseSchema>

/**
 * Whose the first addresses among entities were at a moment, those of whom anything is known. Looked up when it is read and never kept: what the register says today about then changes no
 * case and no finding.
 *
 * @param at microseconds
 * @throws NoroshiError what the engines say
 */
export async function whoseAddresses(reader: WhoReader, entities: readonly Entity[], at: number): Promise<Whose[]> {
  const addresses = [...new Set(entities.flatMap(({ type, value }) => (type === 'ip' ? addressText(value) ?? [] : [])))].slice(0, ADDRESSES_SHOWN)
  const found: Whose[] = []
  for (const address of addresses) {
    const { hops, user, mac, host, place, device, organisation, owner, criticality, confidence } = await who(reader, { address, port: null, at })
    if (hops.length > 0) found.push({ address, at: formatTime(at), user, mac, host, place, device, organisation, owner, criticality, confidence })
  }
  return found
}
