import { useTranslation } from 'react-i18next'
import type { Entity } from '../api/nouns.ts'
import { visibleText } from './visible-text.ts'

/** How many digits of a hash tell it apart for a reader; the whole stands in the title. */
const HASH_DIGITS = 12

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
