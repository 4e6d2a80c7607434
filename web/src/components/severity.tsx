import { useTranslation } from 'react-i18next'
import type { Severity } from '../api/nouns.ts'

const SEVERITY_TEXT: Readonly<Record<Severity, string>> = {
  critical: 'text-critical', high: 'text-high', medium: 'text-medium', low: 'text-low', informational: 'text-informational',
}

export const SEVERITY_FILL: Readonly<Record<Severity, string>> = {
  critical: 'fill-critical-fill', high: 'fill-high-fill', medium: 'fill-medium-fill', low: 'fill-low-fill', informational: 'fill-informational-fill',
}

export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  const { t } = useTranslation('components')
  return (
    <span className={`inline-block rounded-full border border-current px-2 text-tiny leading-[1.2rem] font-semibold whitespace-nowrap ${SEVERITY_TEXT[severity]}`}>
      {t(`severity.${severity}`)}
    </span>
  )
}
