import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { atLeast } from '../api/session.ts'
import { CAPABILITIES } from './capabilities.ts'
import { useKeys } from './keyboard.ts'
import { KeyboardHelp } from './keyboard-help.tsx'
import { useLiveUpdates, useStreamState } from './live.ts'
import logo from './logo.svg'
import { PasswordReminder } from './password-reminder.tsx'
import { Navigation } from './navigation.tsx'
import { useSession } from './session.ts'

// What opens on demand comes after the page.
const AccountMenu = lazy(async () => ({ default: (await import('./account-menu.tsx')).AccountMenu }))

/** The frame of all pages for somebody who is signed in. */
export function Layout() {
  const { t } = useTranslation()
  const { role } = useSession().user
  const navigate = useNavigate()
  useLiveUpdates()
  useKeys(Object.fromEntries(CAPABILITIES.flatMap(({ navigation }) =>
    (navigation === undefined ? [] : [[`g ${navigation.key}`, () => void navigate({ to: navigation.to })]]))))
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[14rem_minmax(0,1fr)]">
      <a href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-lg focus:bg-card focus:px-4 focus:py-2">{t('skip')}</a>
      <header className="sticky top-0 z-20 flex items-center gap-3 border-b border-line bg-card px-4 py-2 lg:h-dvh lg:flex-col lg:items-stretch lg:border-r lg:border-b-0 lg:px-3 lg:py-4">
        <Link to="/" className="flex items-center gap-2.5 rounded-lg lg:mb-4 lg:px-2">
          <img src={logo} alt="" className="size-7" />
          <span className="text-lead font-semibold tracking-tight">Noroshi</span>
        </Link>
        <Navigation />
        <div className="ml-auto flex items-center gap-3 lg:mt-auto lg:ml-0 lg:flex-col lg:items-stretch lg:gap-2">
          <LiveState />
          <Suspense fallback={<div className="h-11" />}><AccountMenu /></Suspense>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-[90rem] px-4 pt-5 pb-24 outline-none lg:px-8 lg:pt-7 lg:pb-12">
        <PasswordReminder />
        {CAPABILITIES.map(({ name, above: Above }) => (Above === undefined ? null : <Above key={name} />))}
        <Outlet />
      </main>
      <KeyboardHelp />
      {CAPABILITIES.map(({ name, everywhere }) => (everywhere !== undefined && atLeast(role, everywhere.role)
        ? <everywhere.component key={name} /> : null))}
    </div>
  )
}

/** Whether what is shown follows the server. */
function LiveState() {
  const { t } = useTranslation()
  const state = useStreamState()
  return (
    <p role="status" className="flex items-center gap-2 text-tiny text-muted lg:px-3">
      <span className={`size-2 rounded-full ${state === 'open' ? 'bg-low' : 'animate-pulse bg-high'}`} aria-hidden="true" />
      {t(`live.${state}`)}
    </p>
  )
}
