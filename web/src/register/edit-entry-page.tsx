import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntryBody, EntryKind } from '../api/register.ts'
import { ENTRY_KINDS, entryQuery, putEntry } from '../api/register.ts'
import { Button } from '../components/button.tsx'
import { FIELD, Field, Select, TextInput } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { visibleText } from '../components/visible-text.ts'
import { showToast } from '../shell/toasts.tsx'
import type { EntryFormField } from './entry-form-fields.ts'
import { bodyOf, ENTRY_FORMS, formValuesOf } from './entry-form-fields.ts'
import { KEY_FIELDS } from './entry-text.ts'
import type { EditedEntry } from './register-routes.ts'
import { editEntryRoute } from './register-routes.ts'

/** Enters something into the register, or changes what it says. */
export function EditEntryPage() {
  const { t } = useTranslation('register')
  const { kind, key, mac, name }: EditedEntry = editEntryRoute.useSearch()
  const navigate = useNavigate()
  const { data, error } = useQuery({ ...entryQuery(kind, key ?? ''), enabled: key !== undefined })
  const title = key === undefined ? t('addTitle') : t('changeTitle', { key: visibleText(key) })
  return (
    <>
      <title>{`${title} · Noroshi`}</title>
      <Link to="/register" search={{}} className="mb-3 inline-flex items-center gap-1 rounded text-small text-muted hover:text-text"><Icon name="back" />{t('back')}</Link>
      <PageHeader title={title}>{t('editText')}</PageHeader>
      {error !== null ? <ErrorNotice error={error} /> : key !== undefined && data === undefined ? <div className="card p-6"><Skeleton lines={8} /></div> : (
        <Section title={key === undefined ? t('what') : t(`kinds.${kind}`)}>
          {key !== undefined ? null : (
            <div className="mb-4 md:w-1/2 md:pr-2"><Field label={t('kindTitle')}>
              <Select value={kind} onChange={({ target }) => void navigate({ to: '/register/edit', search: { kind: ENTRY_KINDS.find(each => each === target.value) ?? 'device', mac, name }, replace: true })} choices={ENTRY_KINDS.map(each => ({ value: each, label: t(`kinds.${each}`) }))} />
            </Field></div>
          )}
          <EntryForm key={kind} kind={kind} body={data?.body ?? { ...(mac !== undefined && kind === 'device' && { macs: [mac] }), ...(name !== undefined && { name }) }} isNew={key === undefined} />
        </Section>
      )}
    </>
  )
}

function EntryForm({ kind, body, isNew }: { readonly kind: EntryKind; readonly body: EntryBody; readonly isNew: boolean }) {
  const { t } = useTranslation('register')
  const client = useQueryClient()
  const navigate = useNavigate()
  const fields = ENTRY_FORMS[kind]
  const keyField = KEY_FIELDS[kind]
  const shown = formValuesOf(body)
  const write = useMutation({
    mutationFn: (said: EntryBody) => putEntry(kind, said),
    onSuccess: async ({ key }) => {
      showToast(t('kept', { key }))
      void client.invalidateQueries({ queryKey: ['register'] })
      await navigate({ to: '/register/entry', search: { kind, key } })
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const values = Object.fromEntries([keyField, ...fields.map(({ name }) => name)].map(name => [name, String(form.get(name) ?? shown[name] ?? '')]))
    write.mutate(bodyOf(values, keyField, fields))
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-1 gap-4 md:grid-cols-2">
      <div>
        <Field label={t('field.key')}><TextInput name={keyField} required readOnly={!isNew} defaultValue={shown[keyField]} autoFocus={isNew} placeholder={t(`example.${kind}`)} autoComplete="off" spellCheck={false} className="data read-only:opacity-60" /></Field>
        <p className="mt-1 text-tiny text-muted">{t(`keyText.${kind}`)}</p>
      </div>
      {fields.map(field => <FormField key={field.name} field={field} value={shown[field.name] ?? ''} />)}
      <div className="md:col-span-2">
        {write.isError ? <div className="mb-3"><ErrorNotice error={write.error} /></div> : null}
        <Button look="primary" type="submit" disabled={write.isPending}>{t('save')}</Button>
      </div>
    </form>
  )
}

function FormField({ field: { name, form }, value }: { readonly field: EntryFormField; readonly value: string }) {
  const { t } = useTranslation('register')
  const hint = t(`hint.${name}`, { defaultValue: form === 'texts' ? t('hint.lines') : '' })
  return (
    <div>
      <Field label={t(`field.${name}`, { defaultValue: name })}>
        {form === 'text' ? <TextInput name={name} defaultValue={value} autoComplete="off" spellCheck={false} />
          : form === 'texts' || form === 'long' ? <textarea name={name} defaultValue={value} rows={Math.max(2, value.split('\n').length)} spellCheck={false} className={`${FIELD} ${form === 'texts' ? 'data' : ''}`} />
            : <Select name={name} defaultValue={value} choices={[{ value: '', label: '–' }, ...form.map(each => ({ value: each, label: t(`choice.${each}`, { defaultValue: each }) }))]} />}
      </Field>
      {hint === '' ? null : <p className="mt-1 text-tiny text-muted">{hint}</p>}
    </div>
  )
}
