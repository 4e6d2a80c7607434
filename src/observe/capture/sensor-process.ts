/** The process of its own in which the telescope's sensor runs, so that nothing else waits for packets; ends with its parent. */
import type { PoolMessage } from '../../platform/serve-tasks.ts'
import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'
import { PieceSpool } from '../../store/telescope/piece-spool.ts'
import { openGeo } from '../telescope/geo/geo.ts'
import { readOrganisations } from '../telescope/organisations.ts'
import { attackThresholds } from '../telescope/defaults.ts'
import { readSurveyKnowledge } from '../telescope/survey/read-survey-knowledge.ts'
import { SurveyScanners } from '../telescope/survey/survey-scanners.ts'
import { spaceOf, spaceSize } from '../telescope/watched-space.ts'
import { PIECE, STATE_MS } from './defaults.ts'
import { Sensor } from './sensor.ts'
import type { SensorMessage, SensorSetting, SensorTask } from './sensor-messages.ts'

let spool: PieceSpool | null = null

process.on('message', (message: PoolMessage) => {
  // The parent is this program: its messages are as their types say.
  if (message.kind === 'open') open(message.data as SensorSetting)
  else spool?.allow((message.task as SensorTask).load)
})
process.on('disconnect', () => process.exit())

function open(setting: SensorSetting): void {
  try {
    const { countryDatabase, asnDatabase, storesPackets, organisation } = setting
    const pieces = new PieceSpool({ folder: setting.spool, organisation, storesPackets, piece: PIECE, onPiece: piece => tell({ kind: 'piece', ...piece }) })
    spool = pieces
    const sensor = new Sensor({
      source: setting.file === undefined ? { interface: setting.interface ?? 'any', filter: setting.filter } : { file: setting.file },
      space: spaceOf(setting.space, 'telescope.space:'),
      organisations: setting.organisations === undefined ? null : readOrganisations(setting.organisations),
      geo: openGeo({ countryDatabase, asnDatabase }),
      surveys: new SurveyScanners(readSurveyKnowledge({ list: setting.surveys, names: setting.names }), spaceSize(setting.space)),
      attackThresholds: attackThresholds(setting.attacks),
    }, {
      packets: (batch, { rows, kinds }) => pieces.packets(batch, rows, kinds),
      minute: counts => pieces.minute(counts),
      figures: figures => tell({ kind: 'figures', figures }),
      get notStored() { return pieces.dropped },
    })
    setInterval(() => {
      tell({ kind: 'state', state: sensor.state() })
      const told = sensor.takeTold()
      if (told.warnings.length > 0 || told.growth.length > 0) tell({ kind: 'told', ...told })
      pieces.endIfDue()
    }, STATE_MS)
    sensor.run().then(() => pieces.end(), failed)
  } catch (thrown) {
    failed(thrown)
  }
}

/** A setting that cannot be used is told; whatever else is a mistake of the program, and ends it. */
function failed(thrown: unknown): void {
  if (!(thrown instanceof NoroshiError)) throw thrown
  process.send?.({ kind: 'unopened', reason: messageOf(thrown) } satisfies SensorMessage, undefined, undefined, () => process.exit(1))
}

function tell(message: SensorMessage): void {
  process.send?.(message)
}
