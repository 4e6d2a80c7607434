import { useQuery } from '@tanstack/react-query'
import { Outlet, useMatchRoute } from '@tanstack/react-router'
import { sessionQuery } from '../api/session.ts'
import { ErrorNotice } from '../components/notice.tsx'
import { Layout } from './layout.tsx'
import { SignInPage } from './sign-in-page.tsx'
import { Toasts } from './toasts.tsx'

/** The pages for who is signed in; for who is not, the way in, at the same address. */
export function Root() {
  const signsIn = useMatchRoute()({ to: '/sign-in' }) !== false
  const session = useQuery({ ...sessionQuery, enabled: !signsIn })
  return (
    <>
      {signsIn ? <Outlet />
        : session.isError ? <main className="mx-auto max-w-lg p-8"><ErrorNotice error={session.error}
          onRetry={() => void session.refetch()} /></main>
          : session.data === undefined ? null
            : session.data === null ? <SignInPage /> : <Layout />}
      <Toasts />
    </>
  )
}
