import { useTranslation } from 'react-i18next'
import type { TelescopeSensor } from '../api/telescope.ts'
import { useFormats } from '../components/use-formats.ts'

const BAR = 10
const GAP = 2
const HEIGHT = 80

/** A bar for each minute, newest right; what one stands for is in its title. */
export function MinuteBars({ minutes }: { readonly minutes: TelescopeSensor['minutes'] }) {
  const { t } = useTranslation('telescope')
  const { number } = useFormats()
  const most = Math.max(1, ...minutes.map(({ packets }) => packets))
  const sentence = ({ at, packets, sources }: TelescopeSensor['minutes'][number]) => t('minuteBar', { at: at.slice(0, 16).replace('T', ' '), packets: number(packets), sources: number(sources) })
  const last = minutes.at(-1)
  return (
    <figure>
      <svg viewBox={`0 0 ${120 * (BAR + GAP)} ${HEIGHT}`} preserveAspectRatio="xMaxYMax meet" className="h-24 w-full" role="img" aria-label={t('minutes')}>
        {minutes.map((minute, place) => {
          const height = Math.max(1, HEIGHT * minute.packets / most)
          return <rect key={minute.at} className="fill-accent" x={(120 - minutes.length + place) * (BAR + GAP)} y={HEIGHT - height} width={BAR} height={height}><title>{sentence(minute)}</title></rect>
        })}
      </svg>
      {last === undefined ? null : <figcaption className="mt-1 text-small text-muted">{sentence(last)}</figcaption>}
    </figure>
  )
}
