import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { User, UserAnswer } from '../api/people.ts'
import { changeUser, CLEARANCES, usersQuery } from '../api/people.ts'
import { ROLES } from '../api/session.ts'
import { Button } from '../components/button.tsx'
import { Select } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Table } from '../components/table.tsx'
import { useSession } from '../shell/session.ts'
import { showToast } from '../shell/toasts.tsx'
import { AddUserDialog } from './add-user-dialog.tsx'
import { SecretDialog } from './secret-dialog.tsx'

/** Everybody who may sign in. */
export function UsersSection() {
  const { t } = useTranslation(['people', 'shell'])
  const client = useQueryClient()
  const { data, error, isPending } = useQuery(usersQuery)
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<UserAnswer | null>(null)
  const done = (answer: UserAnswer) => {
    void client.invalidateQueries({ queryKey: ['people'] })
    if (answer.link !== null) setMade(answer)
  }
  return (
    <Section title={t('users')} actions={<Button icon="people" onClick={() => setAdding(true)}>{t('add')}</Button>}>
      {error !== null ? <ErrorNotice error={error} /> : isPending ? <Skeleton /> : <UsersTable users={data.items} onDone={done} />}
      {adding ? <AddUserDialog onClose={() => setAdding(false)} onDone={answer => {
        setAdding(false)
        showToast(t('added', { name: answer.user.name }))
        done(answer)
      }} /> : null}
      {made === null ? null
        : <SecretDialog title={t('linkFor', { name: made.user.name })} text={t('linkText')} secret={`${location.origin}${made.link}`}
        copyLabel={t('copyLink')} onClose={() => setMade(null)} />}
    </Section>
  )
}

function UsersTable({ users, onDone }: { readonly users: readonly User[]; readonly onDone: (answer: UserAnswer) => void }) {
  const { t } = useTranslation(['people', 'shell'])
  const { user: self } = useSession()
  const change = useMutation({
    mutationFn: ({ name, ...changed }: { readonly name: string } & Parameters<typeof changeUser>[1]) => changeUser(name, changed),
    onSuccess: (answer, { link }) => {
      if (link === undefined) showToast(t('changed', { name: answer.user.name }))
      onDone(answer)
    },
  })
  return (
    <>
      {change.isError ? <div className="mb-3"><ErrorNotice error={change.error} /></div> : null}
      <Table label={t('users')}
        columns={[{ title: t('name'), kind: 'wide' }, { title: t('role') }, { title: t('clearance') }, { title: t('state') }, { title: <span className="sr-only">{t('actions')}</span> }]}
        rows={users.map(({ name, displayName, role, clearance, disabled, hasPassword }) => ({
          key: name,
          cells: [
            <div key="name"><span className="font-medium">{displayName}</span> <span className="data text-muted">{name}</span></div>,
            <Select key="role" aria-label={t('roleOf', { name })} className="w-36!" value={role} disabled={name === self.name}
              onChange={({ target }) => change.mutate({ name, role: target.value })}
              choices={ROLES.map(value => ({ value, label: t(`shell:roles.${value}`) }))} />,
            <Select key="clearance" aria-label={t('clearanceOf', { name })} className="w-44!" value={clearance}
              onChange={({ target }) => change.mutate({ name, clearance: target.value })}
              choices={CLEARANCES.map(value => ({ value, label: `TLP:${value.toUpperCase()}` }))} />,
            <span key="state" className="whitespace-nowrap">{t(disabled ? 'disabled' : 'enabled')}{hasPassword ? ''
              : <span className="text-muted"> · {t('noPassword')}</span>}</span>,
            <div key="actions" className="flex justify-end gap-1">
              <Button look="quiet" disabled={disabled} aria-label={t('linkFor', { name })}
                onClick={() => change.mutate({ name, link: true })}>{t('link')}</Button>
              <Button look="quiet" disabled={name === self.name} aria-label={t(disabled ? 'enableOf' : 'disableOf', { name })}
                onClick={() => change.mutate({ name, disabled: !disabled })}>{t(disabled ? 'enable' : 'disable')}</Button>
            </div>,
          ],
        }))} />
    </>
  )
}
