import { useTranslation } from 'react-i18next'
import type { Clock, Source } from '../api/sources.ts'
import { Section } from '../components/section.tsx'
import { visibleText } from '../components/visible-text.ts'

/** How the clocks of those who send stand to the server's. */
export function ClockSection({ clock }: Pick<Source, 'clock'>) {
  const { t } = useTranslation('sources')
  return (
    <Section title={t('clock.title')}>
      <p className="mb-2"><ClockWords clock={clock} /></p>
      {clock.hosts.length === 0 ? null : (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 text-small">
          {clock.hosts.map(host => <div key={host.host} className="contents"><dt className="data">{visibleText(host.host)}</dt><dd><ClockWords clock={host} /></dd></div>)}
        </dl>
      )}
    </Section>
  )
}

function ClockWords({ clock: { state, aheadSeconds, delaySeconds, zone } }: { readonly clock: Clock }) {
  const { t, i18n } = useTranslation('sources')
  const off = spanText(Math.abs(aheadSeconds ?? 0), i18n.language)
  const isWrong = state === 'ahead' || state === 'behind' || state === 'zone'
  return (
    <span className={isWrong ? 'font-medium text-high' : 'text-muted'}>
      {t(`clock.${state}`, { off, delay: spanText(Math.max(0, delaySeconds ?? 0), i18n.language) })}
      {state !== 'zone' ? null : <> {zone === null ? t('clock.mendSender') : t('clock.mendZone', { zone })}</>}
    </span>
  )
}

/** The largest unit, to a tenth. */
function spanText(seconds: number, language: string): string {
  const [unit, length] = seconds < 90 ? ['second', 1] as const : seconds < 5_400 ? ['minute', 60] as const : seconds < 129_600 ? ['hour', 3_600] as const : ['day', 86_400] as const
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 }).format(seconds / length)
}
