import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { makeToken, SCOPES } from '../api/people.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field, TextInput } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'

/** A quarter: long enough to forget a token, short enough that a forgotten one ends. */
const DAYS = 90

/** @param onDone is given the secret */
export function MakeTokenDialog({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: (secret: string) => void }) {
  const { t } = useTranslation('people')
  const make = useMutation({ mutationFn: makeToken, onSuccess: ({ secret }) => onDone(secret) })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    make.mutate({ label: String(form.get('label')), scopes: SCOPES.filter(scope => form.has(scope)), days: Number(form.get('days')) })
  }
  return (
    <Dialog title={t('makeTitle')} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-3">
        <Field label={t('label')}><TextInput name="label" required autoFocus autoComplete="off" /></Field>
        <fieldset>
          <legend className="heading mb-1">{t('scopes')}</legend>
          <div className="flex flex-wrap gap-x-5 gap-y-1">
            {SCOPES.map(scope => <label key={scope} className="flex items-center gap-2"><input type="checkbox"
              name={scope} defaultChecked={scope === 'read'} className="size-4 accent-accent" />{t(`scope.${scope}`)}</label>)}
          </div>
        </fieldset>
        <Field label={t('days')}><TextInput name="days" type="number" min={1} max={365} defaultValue={DAYS} required /></Field>
        {make.isError ? <ErrorNotice error={make.error} /> : null}
        <Button look="primary" type="submit" disabled={make.isPending}>{t('make')}</Button>
      </form>
    </Dialog>
  )
}
