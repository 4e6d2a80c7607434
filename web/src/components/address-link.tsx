import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { visibleText } from './visible-text.ts'

/** An address that leads to whose it was. @param at ISO 8601, when it was seen; null: now */
export function AddressLink({ address, at }: { readonly address: string; readonly at: string | null }) {
  const { t } = useTranslation('components')
  return (
    <Link to="/register/who" search={{ address, at: at ?? undefined }} title={t('whose', { address })} className="data underline decoration-dotted underline-offset-3 hover:text-accent">{visibleText(address)}</Link>
  )
}
