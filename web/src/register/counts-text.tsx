import { useTranslation } from 'react-i18next'
import type { ImportCounts } from '../api/register.ts'
import { useFormats } from '../components/use-formats.ts'

const NAMES = ['created', 'changed', 'removed', 'same', 'refused'] as const

/** What an import did, or would do, in numbers; what it did none of is left out. */
export function CountsText({ counts }: { readonly counts: ImportCounts }) {
  const { t } = useTranslation('register')
  const { number } = useFormats()
  const shown = NAMES.filter(name => counts[name] > 0)
  if (shown.length === 0) return <span className="text-muted">{t('imports.nothing')}</span>
  return <span className="whitespace-nowrap">{shown.map(name => <span key={name} className={`mr-3 ${name === 'refused' ? 'font-semibold text-high' : ''}`}>{t(`imports.counts.${name}`, { count: number(counts[name]) })}</span>)}</span>
}
