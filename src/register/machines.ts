import * as z from 'zod'
import { isMadeUpMac } from '../model/mac-address.ts'
import { formatTime } from '../model/time.ts'
import { entriesByNames } from '../store/register/entries.ts'
import { learntMachines } from '../store/register/learnt-machines.ts'
import type { WhoReader } from './who/who.ts'

const time = z.string().describe('ISO 8601 UTC with microseconds')

export const machineSchema = z.strictObject({
  mac: z.string(),
  madeUp: z.boolean().describe('by the machine itself: another day it may have another'),
  first: time.describe('first seen'),
  last: time.describe('last seen'),
  address: z.string().describe('the last it had; empty where none is known'),
  host: z.string().describe('what it called itself then'),
  user: z.string(),
  place: z.string(),
  event: z.string().describe('that tells of it last'),
  device: z.string().nullable().describe('its entry in the register; null where there is none'),
}).meta({ title: 'A machine that logs tell of', description: 'one line of `noroshi register list --learnt --json`' })

export type Machine = z.infer<typeof machineSchema>

/** Machines that logs tell of, by their address, with when they were seen first and last and whether the register knows them; those after one. */
export async function seenMachines(reader: WhoReader, after: string | null, limit: number): Promise<Machine[]> {
  const machines = await learntMachines(reader, after, limit)
  const devices = await entriesByNames(reader.ledger, 'device', machines.map(({ mac }) => mac), limit)
  const known = new Map(devices.flatMap(({ key, body }) => (Array.isArray(body['macs']) ? body['macs'].map(mac => [mac, key] as const) : [])))
  return machines.map(({ mac, first, last, holding: { address, host, user, place, event } }) => (
    { mac, madeUp: isMadeUpMac(mac), first: formatTime(first), last: formatTime(last), address, host, user, place, event, device: known.get(mac) ?? null }))
}
