import { useTranslation } from 'react-i18next'

/** Stands where text will be while it is fetched. */
export function Skeleton({ lines = 3 }: { readonly lines?: number }) {
  const { t } = useTranslation('components')
  return (
    <div role="status" className="animate-pulse space-y-3 py-1">
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: lines }, (_, i) => <div key={i} className={`h-3.5 rounded bg-raised ${i % 3 === 2 ? 'w-2/3' : 'w-full'}`} />)}
    </div>
  )
}
