import { receivedName } from '../pipeline/collect/received-sources.ts'

/** The folder of a sensor's spool: whose its events are is said by the hub. */
export const SENSOR_ORGANISATION = 'sensor'

/** What a source of this sensor is called in its segments: as the hub will call it. */
export function spoolName(source: string, sensor: string): string {
  return receivedName(source, { organisation: SENSOR_ORGANISATION, name: sensor })
}

/** What it is called here. */
export function localNameOf(spool: string): string {
  return spool.slice(0, spool.lastIndexOf('@'))
}
