import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

/** What did not work, why, and how to mend it. */
export function ErrorNotice({ error, onRetry, children }: { readonly error: unknown; readonly onRetry?: () => void; readonly children?: ReactNode }) {
  const { t } = useTranslation('components')
  const api = error instanceof ApiError ? error : null
  const message = api === null ? t('unexpected') : api.code === 'unreachable' ? t('unreachable') : api.message
  const mend = api?.code === 'unreachable' ? t('unreachableMend') : api?.mend
  return (
    <div role="alert" className="card flex gap-3 px-4 py-3">
      <Icon name="warning" className="mt-0.5 size-5 text-high" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{message}</p>
        {mend === undefined || mend === '' ? null : <p className="text-muted">{mend}</p>}
        {api === null || api.problem === '' ? null : <p className="data">{api.problem}</p>}
        {children}
        {api === null || api.requestId === '' ? null : <p className="text-tiny text-muted">{t('requestId')} <span
          className="data">{api.requestId}</span></p>}
      </div>
      {onRetry === undefined ? null : <Button onClick={onRetry}>{t('retry')}</Button>}
    </div>
  )
}
