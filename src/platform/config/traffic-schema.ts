import * as z from 'zod'
import { about } from './key-schemas.ts'

/** `traffic:` in noroshi.yaml. */
export const trafficSchema = z.strictObject({
  detect: z.boolean().default(true).meta(about(
    'whether connections and DNS are looked at over time: beaconing, tunnels in DNS, generated names, rare destinations (docs/packets.md)', '', 'true',
    'it needs no rules; single detectors are switched off by their ids')),
  ownNetworks: z.array(z.string().min(1)).max(1_000).default([]).meta(about(
    'networks of the site besides the private ones: connections between them are not looked at', 'CIDR', 'none', 'only you know your public addresses')),
}).default({ detect: true, ownNetworks: [] }).meta(about('what traffic shows over time', '', 'looked at', 'implants and tunnels match no single event'))
