import { useTranslation } from 'react-i18next'
import type { RuleDetail } from '../api/rules.ts'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'

/** What a correlation counts or joins, within which time. */
export function CorrelationText({ correlation: { type, groupBy, timespanSeconds, condition } }: { readonly correlation: NonNullable<RuleDetail['correlation']> }) {
  const { t } = useTranslation('rules')
  const { number } = useFormats()
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1">
      <dt className="text-muted">{t('correlated.type')}</dt><dd>{t(`correlated.types.${type}`, { defaultValue: type })} <span className="data text-muted">{visibleText(type)}</span></dd>
      <dt className="text-muted">{t('correlated.within')}</dt><dd>{t('correlated.seconds', { count: timespanSeconds, seconds: number(timespanSeconds) })}</dd>
      {groupBy.length === 0 ? null : <><dt className="text-muted">{t('correlated.groupBy')}</dt><dd className="data">{visibleText(groupBy.join(', '))}</dd></>}
      <dt className="text-muted">{t('correlated.condition')}</dt><dd className="data">{visibleText(condition)}</dd>
    </dl>
  )
}
