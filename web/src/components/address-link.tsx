import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'
import { visibleText } from './visible-text.ts'

/** An address that leads to whose it was. @param at ISO 8601, when it was seen; null: now */
export function AddressLink({ address, at }: { readonly address: string; readonly at: string | null }) {
  const { t } = useTranslation('components')
  return (
    <Link to="/register/who" search={{ address, at: at ?? undefined }} title={t('whose', { address })} className="data underline decoration-dotted underline-offset-3 hover:text-accent">{visibleText(address)}</Link>
  )
}

/** The same beside an address that leads elsewhere. */
export function WhoseLink({ address }: { readonly address: string }) {
  const { t } = useTranslation('components')
  return (
    <Link to="/register/who" search={{ address }} title={t('whose', { address })} aria-label={t('whose', { address })}
      className="ml-1.5 inline-grid size-5 place-items-center rounded align-middle text-muted hover:text-accent"><Icon name="register" className="size-3.5" /></Link>
  )
}
