import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sourceSettingsQuery } from '../api/sources.ts'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { visibleText } from '../components/visible-text.ts'

/** How a source of the console is configured; its secrets are told to nobody. */
export function SettingsSection({ name }: { readonly name: string }) {
  const { t } = useTranslation('sources')
  const { data, error } = useQuery(sourceSettingsQuery(name))
  return (
    <Section title={t('settings')}>
      {error !== null ? <ErrorNotice error={error} /> : data === undefined ? <Skeleton /> : (
        <>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-8 gap-y-1.5 text-small">
            {Object.entries(data.entry).map(([field, value]) => (
              <div key={field} className="contents">
                <dt className="text-muted">{t(`field.${field}`, { defaultValue: field })}</dt>
                <dd className="data">{visibleText(shown(value))}</dd>
              </div>
            ))}
            {data.secrets.map(field => <div key={field} className="contents"><dt className="text-muted">{t(`field.${field}`, { defaultValue: field })}</dt><dd>{t('secretKept')}</dd></div>)}
          </dl>
          <p className="mt-3 text-tiny text-muted">{t('changedBy', { person: visibleText(data.person), at: data.changedAt.slice(0, 16).replace('T', ' ') })}</p>
        </>
      )}
    </Section>
  )
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
