import { useTranslation } from 'react-i18next'
import { PageHeader } from '../components/page-header.tsx'
import { SampleForm } from './sample-form.tsx'
import { SourceTabs } from './source-tabs.tsx'

/** What lines would yield, before anything collects them. */
export function SamplePage() {
  const { t } = useTranslation('sources')
  return (
    <>
      <title>{`${t('sample.title')} · Noroshi`}</title>
      <PageHeader title={t('title')}>{t('subtitle')}</PageHeader>
      <SourceTabs />
      <SampleForm />
    </>
  )
}
