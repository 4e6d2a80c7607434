import { useTranslation } from 'react-i18next'
import type { TelescopeSensor } from '../api/telescope.ts'
import { Section } from '../components/section.tsx'
import { Time } from '../components/time.tsx'

/** Groups of hosts that grow on a port, with why they are told. */
export function GrowthSection({ growth }: { readonly growth: TelescopeSensor['growth'] }) {
  const { t, i18n } = useTranslation('telescope')
  const language = i18n.language.startsWith('ja') ? 'ja' : 'en'
  return (
    <Section title={t('growth')}>
      {growth.length === 0 ? <p className="text-muted">{t('noGrowth')}</p> : (
        <ol className="grid gap-3">{growth.map(({ port, at, reason }) => (
          <li key={`${port} ${at}`}><p className="font-semibold">{t('growthPort', { port })} <span className="font-normal text-muted">· <Time time={at} /></span></p>
            <p className="text-small">{reason.map(each => each[language]).join(language === 'ja' ? '。' : '; ')}</p></li>
        ))}</ol>
      )}
    </Section>
  )
}
