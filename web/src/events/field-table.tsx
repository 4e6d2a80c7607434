import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldValue } from '../api/events.ts'
import { fieldQuery } from '../api/query-text.ts'
import { AddressLink } from '../components/address-link.tsx'
import { TextInput } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { isAddress } from '../components/is-address.ts'
import { visibleLines, visibleText } from '../components/visible-text.ts'

/** From so many fields on there is a search. */
const MANY = 12

/** The fields under the names of their source, objects within objects by dots; beside each value, the hunt for it; an address leads to whose it was. @param time of the event */
export function FieldTable({ fields, time }: { readonly fields: Readonly<Record<string, FieldValue>>; readonly time: string | null }) {
  const { t } = useTranslation('events')
  const [sought, setSought] = useState('')
  const all = flatten('', fields)
  const wanted = sought.toLowerCase()
  const shown = all.filter(({ name, text }) => name.toLowerCase().includes(wanted) || text.toLowerCase().includes(wanted))
  return (
    <div>
      {all.length < MANY ? null
        : <TextInput type="search" value={sought} onChange={({ target }) => setSought(target.value)} aria-label={t('findField')}
          placeholder={t('findField')} className="mb-2" />}
      <table className="w-full table-fixed text-small">
        <colgroup><col className="w-2/5" /><col /><col className="w-8" /></colgroup>
        <thead className="sr-only"><tr><th>{t('field')}</th><th>{t('value')}</th><th>{t('huntValue')}</th></tr></thead>
        <tbody>
          {shown.map(({ name, text, single }) => (
            <tr key={name} className="group border-b border-line align-top last:border-b-0">
              <th scope="row" className="py-1.5 pr-3 text-left font-normal text-muted">
                <span className="data">{visibleText(name)}</span></th>
              <td className="py-1.5">{isAddress(text) ? <AddressLink address={text} at={time} /> : <span className="data whitespace-pre-wrap">{visibleLines(text)}</span>}</td>
              <td className="py-1 text-right">
                {single ? (
                  <Link to="/hunt" search={{ q: fieldQuery(name, text) }} title={t('huntFor', { name })} aria-label={t('huntFor', { name })}
                    className="inline-grid size-6 place-items-center rounded text-muted hover:text-accent"><Icon name="hunt"
                      className="size-3.5" /></Link>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 ? <p className="py-3 text-muted">{t('noSuchField')}</p> : null}
    </div>
  )
}

interface ShownField {
  readonly name: string
  readonly text: string
  /** One value, which a hunt can ask for. */
  readonly single: boolean
}

/** As deep as the server reads records (docs/design.md §4). */
const DEEPEST = 32

function flatten(prefix: string, fields: Readonly<Record<string, FieldValue>>, depth = 1): ShownField[] {
  return Object.entries(fields).flatMap(([key, value]): ShownField[] => {
    const name = `${prefix}${key}`
    if (typeof value !== 'object' || value === null) return [{ name, text: String(value), single: value !== null }]
    if (isRecord(value) && depth < DEEPEST && Object.keys(value).length > 0) return flatten(`${name}.`, value, depth + 1)
    return [{ name, text: JSON.stringify(value, null, 1), single: false }]
  })
}

function isRecord(value: FieldValue): value is Readonly<Record<string, FieldValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
