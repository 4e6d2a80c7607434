import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery, setPassword } from '../api/session.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field, TextInput } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { useSession } from './session.ts'
import { showToast } from './toasts.tsx'

/** Sets one's own password. */
export function PasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { hasPassword, user } = useSession()
  const save = useMutation({
    mutationFn: ({ next, current }: { readonly next: string; readonly current: string }) => setPassword(next, current === '' ? undefined : current),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey })
      showToast(t('password.saved'))
      onClose()
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    save.mutate({ next: String(form.get('next')), current: String(form.get('current') ?? '') })
  }
  return (
    <Dialog title={t('password.title')} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-3">
        <input type="text" name="username" autoComplete="username" value={user.name} readOnly hidden />
        {hasPassword ? (
          <>
            <Field label={t('password.current')}><TextInput name="current" type="password" autoComplete="current-password" /></Field>
            <p className="text-small text-muted">{t('password.byLink')}</p>
          </>
        ) : null}
        <Field label={t('password.next')}><TextInput name="next" type="password" autoComplete="new-password" required autoFocus /></Field>
        {save.isError ? <ErrorNotice error={save.error} /> : null}
        <Button look="primary" type="submit" disabled={save.isPending}>{t('password.save')}</Button>
      </form>
    </Dialog>
  )
}
