import { useTranslation } from 'react-i18next'

const DOTS: Readonly<Record<string, string>> = { 'new': 'bg-accent', 'in-progress': 'bg-medium', 'closed': 'bg-low' }

/** Where a case stands, and the verdict when there is one. */
export function StatusMark({ status, verdict }: { readonly status: string; readonly verdict: string | null }) {
  const { t } = useTranslation('cases')
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span className={`size-2 rounded-full ${DOTS[status] ?? 'bg-muted'}`} aria-hidden="true" />
      {t(`status.${status}`, { defaultValue: status })}
      {verdict === null ? null : <span className="text-muted">· {t(`verdict.${verdict}`, { defaultValue: verdict })}</span>}
    </span>
  )
}
