import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { AskedSource } from '../api/sources.ts'
import { addSource, sourceKindsQuery } from '../api/sources.ts'
import { Icon } from '../components/icon.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { showToast } from '../shell/toasts.tsx'
import { SampleForm } from './sample-form.tsx'
import { SourceForm } from './source-form.tsx'

/** Adds a source: said, tried, taken into use without a restart. */
export function AddSourcePage() {
  const { t } = useTranslation('sources')
  const client = useQueryClient()
  const navigate = useNavigate()
  const { data, error } = useQuery(sourceKindsQuery)
  const save = async (asked: AskedSource) => {
    const { name } = await addSource(asked)
    showToast(t('added', { name }))
    void client.invalidateQueries({ queryKey: ['sources', 'list'] })
    await navigate({ to: '/sources/one/$name', params: { name } })
  }
  return (
    <>
      <title>{`${t('addTitle')} · Noroshi`}</title>
      <Link to="/sources" className="mb-3 inline-flex items-center gap-1 rounded text-small text-muted hover:text-text"><Icon name="back" />{t('back')}</Link>
      <PageHeader title={t('addTitle')}>{t('addText')}</PageHeader>
      {error !== null ? <ErrorNotice error={error} /> : data === undefined ? <div className="card p-6"><Skeleton lines={8} /></div> : (
        <div className="grid grid-cols-1 gap-4">
          <SourceForm kinds={data.items} settings={null} title={t('settings')} save={save} />
          <SampleForm />
        </div>
      )}
    </>
  )
}
