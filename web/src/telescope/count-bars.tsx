import { useTranslation } from 'react-i18next'
import { Meter } from '../components/meter.tsx'
import { useFormats } from '../components/use-formats.ts'

/** Names with their packets and sources; bars compare the sources. */
export function CountBars({ counts }: { readonly counts: readonly { readonly name: string; readonly packets: number; readonly sources: number }[] }) {
  const { t } = useTranslation('telescope')
  const { number } = useFormats()
  if (counts.length === 0) return <p className="text-muted">{t('noMinutes')}</p>
  const most = Math.max(1, ...counts.map(({ sources }) => sources))
  return (
    <table className="w-full text-small">
      <thead><tr className="text-left text-muted"><th scope="col" className="sr-only">{t('name')}</th><th aria-hidden="true" />
        <th scope="col" className="pb-1 pl-4 text-right font-semibold whitespace-nowrap">{t('sources')}</th><th scope="col" className="pb-1 pl-4 text-right font-semibold whitespace-nowrap">{t('packets')}</th></tr></thead>
      <tbody>
        {counts.map(({ name, packets, sources }) => (
          <tr key={name}>
            <th scope="row" className="data py-0.5 pr-4 text-left font-normal whitespace-nowrap">{name}</th>
            <td className="w-1/2"><Meter share={sources / most} className="fill-accent" /></td>
            <td className="pl-4 text-right tabular-nums">{number(sources)}</td>
            <td className="pl-4 text-right tabular-nums">{number(packets)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
