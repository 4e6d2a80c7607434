import { useTranslation } from 'react-i18next'
import type { TelescopeSensor } from '../api/telescope.ts'
import { useFormats } from '../components/use-formats.ts'
import { StepBars } from './step-bars.tsx'

/** Two hours. */
const PLACES = 120

/** A bar for each minute, newest right. */
export function MinuteBars({ minutes }: { readonly minutes: TelescopeSensor['minutes'] }) {
  const { t } = useTranslation('telescope')
  const { number } = useFormats()
  const sentence = ({ at, packets, sources }: TelescopeSensor['minutes'][number]) => t('minuteBar', { at: at.slice(0, 16).replace('T', ' '), packets: number(packets), sources: number(sources) })
  const last = minutes.at(-1)
  return (
    <figure>
      <StepBars label={t('minutes')} places={PLACES}
        steps={minutes.map(minute => ({ key: minute.at, below: minute.packets - minute.surveyPackets, above: minute.surveyPackets, sentence: sentence(minute) }))} />
      {last === undefined ? null : <figcaption className="mt-1 text-small text-muted">{sentence(last)}</figcaption>}
    </figure>
  )
}
