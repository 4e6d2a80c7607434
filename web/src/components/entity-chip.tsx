import { useTranslation } from 'react-i18next'
import type { Entity } from '../api/nouns.ts'
import { AddressLink } from './address-link.tsx'
import { visibleText } from './visible-text.ts'

/** How many digits of a hash tell it apart for a reader; the whole stands in the title. */
const HASH_DIGITS = 12

/** The same where it may lead on: an address, to whose it was. @param at ISO 8601, when it was seen; null: now */
export function EntityLink({ entity, at }: { readonly entity: Entity; readonly at: string | null }) {
  const { t } = useTranslation('components')
  if (entity.type !== 'ip') return <EntityName entity={entity} />
  return <span className="min-w-0"><span className="mr-1.5 text-tiny text-muted">{t('entity.ip')}</span><AddressLink address={entity.value} at={at} /></span>
}

/** `host fs03.offsec.lan`: what is not a type we have words for is shown as it is called. */
export function EntityName({ entity: { type, value } }: { readonly entity: Entity }) {
  const { t } = useTranslation('components')
  const short = type === 'hash' || type === 'evidence' ? `${value.slice(0, HASH_DIGITS)}…` : value
  return (
    <span title={value} className="min-w-0">
      <span className="mr-1.5 text-tiny text-muted">{t(`entity.${type}`, { defaultValue: type })}</span>
      <span className="data">{visibleText(short)}</span>
    </span>
  )
}
