import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { whoQuery } from '../api/register.ts'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Field, TextInput } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { visibleText } from '../components/visible-text.ts'
import { RegisterTabs } from './register-tabs.tsx'
import { whoRoute } from './register-routes.ts'
import { WhoAnswerView } from './who-answer.tsx'

/** Whose an address was at a moment, and how that is known. The question stands in the address. */
export function WhoPage() {
  const { t } = useTranslation('register')
  const { address = '', at } = whoRoute.useSearch()
  const navigate = useNavigate()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const time = String(form.get('at')).trim()
    void navigate({ to: '/register/who', search: { address: String(form.get('address')).trim(), at: time === '' ? undefined : isoTime(time) } })
  }
  return (
    <>
      <title>{`${address === '' ? t('who.title') : visibleText(address)} · Noroshi`}</title>
      <PageHeader title={t('title')}>{t('who.subtitle')}</PageHeader>
      <RegisterTabs />
      <form key={`${address} ${at}`} onSubmit={submit} className="mb-4 flex flex-wrap items-end gap-3">
        <div className="w-full sm:w-72"><Field label={t('who.address')}><TextInput name="address" required defaultValue={address} autoFocus={address === ''} placeholder="192.0.2.7" autoComplete="off" spellCheck={false} className="data" /></Field></div>
        <div className="w-full sm:w-64"><Field label={t('who.at')}><TextInput name="at" defaultValue={at?.slice(0, 19).replace('T', ' ') ?? ''} placeholder={t('who.now')} autoComplete="off" className="data" /></Field></div>
        <Button look="primary" type="submit">{t('who.ask')}</Button>
      </form>
      {address === '' ? <div className="card"><EmptyState icon="register" title={t('who.begin')}>{t('who.beginText')}</EmptyState></div> : <Answer address={address} at={at} />}
    </>
  )
}

function Answer({ address, at }: { readonly address: string; readonly at: string | undefined }) {
  const { t } = useTranslation('register')
  const { data, error, refetch } = useQuery(whoQuery(address, at))
  if (error instanceof ApiError && error.status === 404) return <div className="card"><EmptyState icon="register" title={t('who.nothing')}>{t('who.nothingText')}</EmptyState></div>
  if (error !== null) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  return data === undefined ? <div className="card p-6"><Skeleton lines={8} /></div> : <WhoAnswerView answer={data} />
}

/** A time as people write it, which is UTC where it names no zone. */
function isoTime(text: string): string {
  const time = text.replace(' ', 'T')
  return /T.*(?:Z|[+-]\d\d:?\d\d)$/i.test(time) || !time.includes('T') ? time : `${time}Z`
}
