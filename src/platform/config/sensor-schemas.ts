import * as z from 'zod'
import { about } from './key-schemas.ts'

/** `sensors:` in the noroshi.yaml of a hub. */
export const sensorHubSchema = z.strictObject({
  listen: z.string().regex(/^.+:\d{1,5}$/, 'must be an address and a port like 0.0.0.0:8444 or [::]:8444').meta(about(
    'where sensors report, over TLS with certificates of both sides', 'address:port', 'must be given', 'apart from the console: browsers need not reach it, nor sensors the console')),
  version: z.string().min(1).max(64).optional().meta(about(
    'the version of Noroshi that sensors should run; one with another is shown, and says so itself', 'version', 'that of the hub', 'a sensor is never changed from afar')),
})

/** `sensor:` in the noroshi.yaml of a sensor. */
export const farSensorSchema = z.strictObject({
  hub: z.url({ protocol: /^https$/, error: 'must be a URL like https://noroshi.example:8444' }).optional().meta(about(
    'the hub; `--hub` goes before it', 'URL', 'the one that it was enrolled with', '')),
  kinds: z.array(z.string().min(1)).default(['syslog', 'bulk', 'hec', 'otlp', 'flows']).meta(about(
    'kinds of sources that the hub may set up on this machine', 'kinds', '[syslog, bulk, hec, otlp, flows]', 'what reads files of this machine must be allowed by whoever owns it')),
})
