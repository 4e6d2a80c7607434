import type { ErrorComponentProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorNotice } from '../components/notice.tsx'

/** In place of a page that could not be shown; the rest of the console goes on. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  return <ErrorNotice error={error} onRetry={reset}>
    <p className="data text-muted">{error instanceof Error ? error.message : String(error)}</p></ErrorNotice>
}

export function NotFoundPage() {
  const { t } = useTranslation()
  return <EmptyState icon="hunt" title={t('noSuchPage')}>{t('noSuchPageMend')}</EmptyState>
}
