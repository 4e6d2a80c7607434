import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntryBody, EntryKind, ShownEntry } from '../api/register.ts'
import { entryQuery, forgetEntry } from '../api/register.ts'
import { AddressLink } from '../components/address-link.tsx'
import { Button, buttonLook } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Icon } from '../components/icon.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Time } from '../components/time.tsx'
import { visibleLines, visibleText } from '../components/visible-text.ts'
import { useMay } from '../shell/session.ts'
import { showToast } from '../shell/toasts.tsx'
import { EntryLink } from './entry-link.tsx'
import { fieldText, KEY_FIELDS } from './entry-text.ts'
import type { NamedEntry } from './register-routes.ts'
import { entryRoute } from './register-routes.ts'

/** One entry: what it says, and what it said before. */
export function EntryPage() {
  const { t } = useTranslation('register')
  const { kind, key }: NamedEntry = entryRoute.useSearch()
  const { data, error, refetch } = useQuery(entryQuery(kind, key))
  const mayChange = useMay('analyst')
  const name = typeof data?.body['name'] === 'string' ? data.body['name'] : key
  return (
    <>
      <title>{`${visibleText(name)} · Noroshi`}</title>
      <Link to="/register" search={{}} className="mb-3 inline-flex items-center gap-1 rounded text-small text-muted hover:text-text"><Icon name="back" />{t('back')}</Link>
      <PageHeader title={visibleText(name)} actions={mayChange && data !== undefined ? <Actions kind={kind} entryKey={key} /> : undefined}>{t(`kinds.${kind}`)}</PageHeader>
      {error !== null ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : data === undefined
        ? <div className="card p-6"><Skeleton lines={8} /></div> : <div className="grid grid-cols-1 gap-4"><Says entry={data} /><History entry={data} /></div>}
    </>
  )
}

function Says({ entry: { kind, body } }: { readonly entry: ShownEntry }) {
  const { t } = useTranslation('register')
  return (
    <Section title={t('says')}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-8 gap-y-1.5">
        {Object.entries(body).map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{t(`field.${name === KEY_FIELDS[kind] ? 'key' : name}`, { defaultValue: name })}</dt>
            <dd className="min-w-0"><FieldValue name={name} value={value} /></dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

/** What refers to another entry leads there; an address to whose it is now. */
const REFERENCES: Readonly<Record<string, EntryKind>> = { organisation: 'organisation', parent: 'organisation', site: 'site', owner: 'contact', contacts: 'contact' }

/** What says one of a few words has them in the language of the page. */
const CHOICES: readonly string[] = ['use', 'criticality', 'channel', 'language']

function FieldValue({ name, value }: { readonly name: string; readonly value: unknown }) {
  const { t } = useTranslation('register')
  const reference = REFERENCES[name]
  const each = (text: string) => (reference !== undefined ? <EntryLink kind={reference} entryKey={text} /> : name === 'addresses' ? <AddressLink address={text} at={null} /> : <span className="data whitespace-pre-wrap">{visibleLines(text)}</span>)
  if (Array.isArray(value)) return <ul>{value.map((member, i) => <li key={i}>{each(fieldText(member))}</li>)}</ul>
  return CHOICES.includes(name) ? <>{t(`choice.${fieldText(value)}`, { defaultValue: fieldText(value) })}</> : each(fieldText(value))
}

/** Each change, the newest first: what it said of the fields that it changed. */
function History({ entry: { history } }: { readonly entry: ShownEntry }) {
  const { t } = useTranslation('register')
  return (
    <Section title={t('history')}>
      <ol className="space-y-2 text-small">
        {history.map(({ number, person, at, before, after }) => (
          <li key={number}>
            <p className="text-muted"><Time time={at} /> · {visibleText(person)} · {t(before === null ? 'wasNew' : after === null ? 'wasRemoved' : 'wasChanged')} · {t('imports.number', { number })}</p>
            {before === null || after === null ? null : <ul>{changedFields(before, after).map(name => (
              <li key={name}><span className="text-muted">{t(`field.${name}`, { defaultValue: name })}:</span> <span className="data"><del className="text-muted">{before[name] === undefined ? '' : visibleText(fieldText(before[name]))}</del> {after[name] === undefined ? '' : visibleText(fieldText(after[name]))}</span></li>
            ))}</ul>}
          </li>
        ))}
      </ol>
    </Section>
  )
}

function changedFields(before: EntryBody, after: EntryBody): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(name => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
}

function Actions({ kind, entryKey }: { readonly kind: EntryKind; readonly entryKey: string }) {
  const { t } = useTranslation('register')
  const [removing, setRemoving] = useState(false)
  return (
    <>
      <Link to="/register/edit" search={{ kind, key: entryKey }} className={buttonLook('plain')}>{t('change')}</Link>
      <Button look="danger" onClick={() => setRemoving(true)}>{t('remove')}</Button>
      {removing ? <RemoveDialog kind={kind} entryKey={entryKey} onClose={() => setRemoving(false)} /> : null}
    </>
  )
}

function RemoveDialog({ kind, entryKey, onClose }: { readonly kind: EntryKind; readonly entryKey: string; readonly onClose: () => void }) {
  const { t } = useTranslation('register')
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => forgetEntry(kind, entryKey),
    onSuccess: async () => {
      showToast(t('removed', { key: entryKey }))
      await navigate({ to: '/register', search: {} })
      client.removeQueries({ queryKey: ['register', 'entry', kind, entryKey] })
      void client.invalidateQueries({ queryKey: ['register'] })
    },
  })
  return (
    <Dialog title={t('removeTitle', { key: visibleText(entryKey) })} onClose={onClose}>
      <p className="mb-3">{t('removeText')}</p>
      {remove.isError ? <ErrorNotice error={remove.error} /> : null}
      <Button look="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>{t('remove')}</Button>
    </Dialog>
  )
}
