import { useTranslation } from 'react-i18next'
import { PageTabs } from '../components/page-tabs.tsx'
import { useMay } from '../shell/session.ts'

/** What is collected here, by sensors, and what lines would yield. */
export function SourceTabs() {
  const { t } = useTranslation('sources')
  const mayTry = useMay('analyst')
  return <PageTabs label={t('tabs')} tabs={[{ to: '/sources', title: t('title') }, { to: '/sources/sensors', title: t('sensors.title') }, ...(mayTry ? [{ to: '/sources/sample', title: t('sample.title') }] : [])]} />
}
