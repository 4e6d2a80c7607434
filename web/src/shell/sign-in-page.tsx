import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery, signInByLink, signInByPassword } from '../api/session.ts'
import type { Language } from '../api/nouns.ts'
import { Button } from '../components/button.tsx'
import { Field, TextInput } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { LANGUAGES, setLanguage } from './language.ts'
import logo from './logo.svg'

/** The way in: by a one-time link, whose token stands after `#` and so never reaches a log, or by name and password. */
export function SignInPage() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const path = useRouterState({ select: state => state.location.pathname })
  const hash = useRouterState({ select: state => state.location.hash })
  const [state, setState] = useState<{ readonly busy: boolean; readonly error: unknown }>({ busy: false, error: null })
  const tried = useRef<string>(null)

  const enter = async (signIn: Promise<unknown>) => {
    setState({ busy: true, error: null })
    try {
      await signIn
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 })
      if (path === '/sign-in') await navigate({ to: '/', replace: true })
    } catch (error) {
      setState({ busy: false, error })
    }
  }

  useEffect(() => {
    const token = new URLSearchParams(hash).get('token')
    if (token === null || tried.current === token) return
    tried.current = token
    // It works once: it need not stay in the history.
    history.replaceState(history.state, '', location.pathname)
    void enter(signInByLink(token))
  })

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    void enter(signInByPassword(String(form.get('name')), String(form.get('password'))))
  }

  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-7 flex flex-col items-center gap-3 text-center">
          <img src={logo} alt="" className="size-14" />
          <h1 className="text-2xl font-semibold tracking-tight">Noroshi</h1>
          <p className="text-muted">{t('signIn.promise')}</p>
        </div>
        <form onSubmit={submit} className="card space-y-4 p-6">
          <Field label={t('signIn.name')}><TextInput name="name" autoComplete="username" required autoFocus className="min-h-10" /></Field>
          <Field label={t('signIn.password')}><TextInput name="password" type="password" autoComplete="current-password" required
            className="min-h-10" /></Field>
          <Button look="primary" type="submit" disabled={state.busy}
            className="min-h-10 w-full">{t(state.busy ? 'signIn.busy' : 'signIn.enter')}</Button>
          {state.error === null ? null : <ErrorNotice error={state.error} />}
        </form>
        <p className="mt-4 px-2 text-center text-small text-muted">{t('signIn.hint')} <code className="data">noroshi user reset</code></p>
        <LanguageChoice />
      </div>
    </main>
  )
}

function LanguageChoice() {
  const { i18n, t } = useTranslation()
  const languages: readonly Language[] = ['en', 'ja']
  return (
    <div role="group" aria-label={t('language')} className="mt-5 flex justify-center gap-1">
      {languages.map(each => (
        <Button key={each} look="quiet" lang={each} aria-pressed={i18n.language === each} onClick={() => setLanguage(each)}
          className="aria-pressed:text-text">{LANGUAGES[each]}</Button>
      ))}
    </div>
  )
}
