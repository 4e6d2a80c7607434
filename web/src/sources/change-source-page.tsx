import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { AskedSource } from '../api/sources.ts'
import { changeSource, sourceKindsQuery, sourceSettingsQuery } from '../api/sources.ts'
import { Icon } from '../components/icon.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { visibleText } from '../components/visible-text.ts'
import { showToast } from '../shell/toasts.tsx'
import { SourceForm } from './source-form.tsx'
import { changeSourceRoute } from './source-routes.ts'

/** Configures a source of the console anew. */
export function ChangeSourcePage() {
  const { t } = useTranslation('sources')
  const { name } = changeSourceRoute.useParams()
  const client = useQueryClient()
  const navigate = useNavigate()
  const kinds = useQuery(sourceKindsQuery)
  const settings = useQuery(sourceSettingsQuery(name))
  const error = kinds.error ?? settings.error
  const save = async (asked: AskedSource) => {
    await changeSource(name, asked)
    showToast(t('changed', { name }))
    void client.invalidateQueries({ queryKey: ['sources'] })
    await navigate({ to: '/sources/one/$name', params: { name } })
  }
  return (
    <>
      <title>{`${t('changeTitle', { name: visibleText(name) })} · Noroshi`}</title>
      <Link to="/sources/one/$name" params={{ name }} className="mb-3 inline-flex items-center gap-1 rounded text-small text-muted hover:text-text"><Icon name="back" />{visibleText(name)}</Link>
      <PageHeader title={t('changeTitle', { name: visibleText(name) })}>{t('changeText')}</PageHeader>
      {error !== null ? <ErrorNotice error={error} /> : kinds.data === undefined || settings.data === undefined
        ? <div className="card p-6"><Skeleton lines={8} /></div>
        : <SourceForm key={settings.data.changedAt} kinds={kinds.data.items} settings={settings.data} title={t('settings')} save={save} />}
    </>
  )
}
