import { useTranslation } from 'react-i18next'
import type { Sensor } from '../api/sensors.ts'

const LOOKS: Readonly<Record<Sensor['state'], string>> = { reporting: 'text-low', away: 'text-critical', unheard: 'text-medium', unknown: 'text-muted' }

/** Whether a sensor reports, in a word and a colour. */
export function SensorMark({ state }: Pick<Sensor, 'state'>) {
  const { t } = useTranslation('sources')
  return <span className={`inline-flex items-center gap-1.5 font-semibold whitespace-nowrap ${LOOKS[state]}`}><span aria-hidden="true" className="size-2 rounded-full bg-current" />{t(`sensors.state.${state}`)}</span>
}
