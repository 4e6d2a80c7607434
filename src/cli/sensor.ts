import { setFlagsFromString } from 'node:v8'
import type { PacketOrigin } from '../observe/capture/packet-source.ts'
import type { Configuration } from '../platform/config/read-configuration.ts'
import { dataFolderPath } from '../platform/config/read-configuration.ts'
import { farSensorSchema } from '../platform/config/sensor-schemas.ts'
import { openDataFolder } from '../platform/data-folder.ts'
import { logTo } from '../platform/log.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { FarSensor, sensorFolder } from '../sensor/far-sensor.ts'
import { readIdentity } from '../sensor/sensor-identity.ts'
import type { CommonOptions } from './settings.ts'
import { readSettings } from './settings.ts'
import { stopSignal } from './stop-signal.ts'
import { version } from './version.ts'

export interface SensorOptions extends CommonOptions {
  readonly hub?: string
}

/** `noroshi sensor`: runs until it is asked to stop (SIGTERM, Ctrl-C). */
export async function runSensor(options: SensorOptions): Promise<number> {
  keepMemorySmall()
  const settings = readSettings(options)
  const { hub, kinds } = settings.sensor ?? farSensorSchema.parse({})
  const stopped = stopSignal()
  const log = logTo(process.stderr)
  const folder = openDataFolder(dataFolderPath(options.data, settings))
  try {
    const identity = readIdentity(sensorFolder(folder))
    if (identity === null) throw new NoroshiError('not-enrolled', `the data folder ${folder.path} is no sensor's yet`)
    const sensor = await FarSensor.start({
      identity,
      hub: options.hub ?? hub ?? identity.hub,
      data: folder,
      sources: settings.sources,
      telescope: packetOriginOf(settings),
      kinds,
      limits: { spoolBytes: settings.collection.spoolMb * 1_000_000, reserveBytes: settings.collection.reserveMb * 1_000_000 },
      durability: settings.durability,
      sealSeconds: settings.collection.sealSeconds,
      version: version(),
      log,
    })
    log('info', 'sensor runs', { name: identity.name, hub: identity.hub })
    await stopped.asked
    await sensor.close()
    return 0
  } finally {
    folder.close()
  }
}

/** Where this machine's telescope captures. */
function packetOriginOf({ telescope }: Configuration): PacketOrigin | undefined {
  if (telescope?.file !== undefined) return { file: telescope.file }
  return telescope?.interface === undefined ? undefined : { interface: telescope.interface, filter: telescope.filter }
}

/**
 * The young part of the heap stays at the size it begins with (V8 doubles it up to 16 MB twice when records come fast): its garbage holds the buffers of
 * the network. Half the memory under load, at the same processor time (`noroshi bench sensor`).
 */
function keepMemorySmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
