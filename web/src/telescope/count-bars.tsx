import { useTranslation } from 'react-i18next'
import { Meter } from '../components/meter.tsx'
import { useFormats } from '../components/use-formats.ts'

interface CountBarsProps {
  readonly counts: readonly { readonly name: string; readonly packets: number; readonly sources: number }[]
  /** What the bars compare; by default the sources. */
  readonly measure?: 'packets' | 'sources'
}

/** Names with their packets and sources. */
export function CountBars({ counts, measure = 'sources' }: CountBarsProps) {
  const { t } = useTranslation('telescope')
  const { number } = useFormats()
  if (counts.length === 0) return <p className="text-muted">{t('noMinutes')}</p>
  const most = Math.max(1, ...counts.map(each => each[measure]))
  return (
    <table className="w-full text-small">
      <thead><tr className="text-left text-muted"><th scope="col" className="sr-only">{t('name')}</th><th aria-hidden="true" />
        <th scope="col" className="pb-1 pl-4 text-right font-semibold whitespace-nowrap">{t('sources')}</th><th scope="col" className="pb-1 pl-4 text-right font-semibold whitespace-nowrap">{t('packets')}</th></tr></thead>
      <tbody>
        {counts.map(({ name, ...sums }) => (
          <tr key={name}>
            <th scope="row" className="data py-0.5 pr-4 text-left font-normal whitespace-nowrap">{name}</th>
            <td className="w-1/2"><Meter share={sums[measure] / most} className="fill-accent" /></td>
            <td className="pl-4 text-right tabular-nums">{number(sums.sources)}</td>
            <td className="pl-4 text-right tabular-nums">{number(sums.packets)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
