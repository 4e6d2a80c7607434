import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../components/button.tsx'
import { useSession } from './session.ts'

const PasswordDialog = lazy(async () => ({ default: (await import('./password-dialog.tsx')).PasswordDialog }))

/** For those who came by a link and could not come again. */
export function PasswordReminder() {
  const { t } = useTranslation()
  const { hasPassword } = useSession()
  const [open, setOpen] = useState(false)
  if (hasPassword) return null
  return (
    <div className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-raised px-4 py-2 text-small">
      <p className="min-w-0 flex-1">{t('password.missing')}</p>
      <Button onClick={() => setOpen(true)}>{t('password.set')}</Button>
      {open ? <Suspense><PasswordDialog onClose={() => setOpen(false)} /></Suspense> : null}
    </div>
  )
}
