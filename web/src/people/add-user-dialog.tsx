import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { UserAnswer } from '../api/people.ts'
import { addUser, CLEARANCES } from '../api/people.ts'
import { ROLES } from '../api/session.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field, Select, TextInput } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'

export function AddUserDialog({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: (answer: UserAnswer) => void }) {
  const { t } = useTranslation(['people', 'shell'])
  const add = useMutation({ mutationFn: addUser, onSuccess: onDone })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '')
    add.mutate({ name: text('name'), displayName: text('displayName') || undefined, role: text('role'), clearance: text('clearance') })
  }
  return (
    <Dialog title={t('addTitle')} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-3 sm:grid-cols-2">
        <Field label={t('name')}><TextInput name="name" required autoFocus autoComplete="off" /></Field>
        <Field label={t('displayName')}><TextInput name="displayName" autoComplete="off" /></Field>
        <Field label={t('role')}><Select name="role" defaultValue="analyst"
          choices={ROLES.map(value => ({ value, label: t(`shell:roles.${value}`) }))} /></Field>
        <Field label={t('clearance')}><Select name="clearance" defaultValue="amber"
          choices={CLEARANCES.map(value => ({ value, label: `TLP:${value.toUpperCase()}` }))} /></Field>
        {add.isError ? <div className="sm:col-span-2"><ErrorNotice error={add.error} /></div> : null}
        <Button look="primary" type="submit" disabled={add.isPending} className="sm:col-span-2">{t('save')}</Button>
      </form>
    </Dialog>
  )
}
