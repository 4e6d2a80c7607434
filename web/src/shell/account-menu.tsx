import { Menu } from '@base-ui/react/menu'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../api/nouns.ts'
import { sessionQuery, signOut } from '../api/session.ts'
import { Icon } from '../components/icon.tsx'
import { LANGUAGES, setLanguage } from './language.ts'
import { useSession } from './session.ts'
import type { Theme } from './theme.ts'
import { setTheme, theme, THEMES } from './theme.ts'
import { useLanguage } from './use-language.ts'

const PasswordDialog = lazy(async () => ({ default: (await import('./password-dialog.tsx')).PasswordDialog }))

const ITEM = 'flex items-center gap-2 rounded-md px-2.5 py-1.5 text-small outline-none data-highlighted:bg-raised'

/** Who is signed in, language, theme, and the way out. */
export function AccountMenu() {
  const { t } = useTranslation()
  const { user } = useSession()
  const client = useQueryClient()
  const language = useLanguage()
  // Beside its button, so that it belongs to a landmark.
  const [place, setPlace] = useState<HTMLElement | null>(null)
  const [changing, setChanging] = useState(false)
  const [chosen, setChosen] = useState(theme())
  const leave = () => void signOut().finally(() => {
    client.clear()
    client.setQueryData(sessionQuery.queryKey, null)
  })
  const choose = (next: Theme) => {
    setTheme(next)
    setChosen(next)
  }
  return (
    <div ref={setPlace}>
      <Menu.Root>
        <Menu.Trigger className="flex w-full min-w-0 items-center gap-2.5 rounded-lg px-2 py-1.5 text-left hover:bg-raised">
          <span className="grid size-7 shrink-0 place-items-center rounded-full bg-raised text-tiny font-semibold uppercase"
            aria-hidden="true">{[...user.displayName][0]}</span>
          <span className="hidden min-w-0 flex-1 sm:block">
            <span className="block truncate text-small leading-tight font-medium">{user.displayName}</span>
            <span className="block text-tiny leading-tight text-muted">{t(`roles.${user.role}`)}</span>
          </span>
          <Icon name="more" className="size-4 text-muted" />
          <span className="sr-only">{t('account')}</span>
        </Menu.Trigger>
        <Menu.Portal container={place}>
          <Menu.Positioner side="top" align="start" sideOffset={6} className="z-40">
            <Menu.Popup className="card w-56 p-1.5 shadow-xl outline-none">
              <Group label={t('language')}>
                <Menu.RadioGroup value={language} onValueChange={(next: Language) => setLanguage(next)}>
                  {Object.entries(LANGUAGES).map(([value, name]) => <RadioItem key={value} value={value}>{name}</RadioItem>)}
                </Menu.RadioGroup>
              </Group>
              <Group label={t('theme')}>
                <Menu.RadioGroup value={chosen} onValueChange={choose}>
                  {THEMES.map(value => <RadioItem key={value} value={value}>{t(`themes.${value}`)}</RadioItem>)}
                </Menu.RadioGroup>
              </Group>
              <div className="mt-1 border-t border-line pt-1">
                <Menu.Item className={ITEM} onClick={() => setChanging(true)}>{t('password.change')}</Menu.Item>
                <Menu.Item className={ITEM} onClick={leave}>{t('signOut')}</Menu.Item>
              </div>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {changing ? <Suspense><PasswordDialog onClose={() => setChanging(false)} /></Suspense> : null}
    </div>
  )
}

function Group({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Menu.Group>
      <Menu.GroupLabel className="px-2.5 pt-1.5 pb-0.5 text-tiny font-semibold text-muted">{label}</Menu.GroupLabel>
      {children}
    </Menu.Group>
  )
}

function RadioItem({ value, children }: { readonly value: string; readonly children: ReactNode }) {
  return (
    <Menu.RadioItem value={value} className={ITEM} closeOnClick>
      <span className="grid size-4 place-items-center"><Menu.RadioItemIndicator><Icon name="check" /></Menu.RadioItemIndicator></span>
      {children}
    </Menu.RadioItem>
  )
}
