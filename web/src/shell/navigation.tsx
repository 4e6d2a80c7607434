import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { atLeast } from '../api/session.ts'
import { Icon } from '../components/icon.tsx'
import { useCurrentInView } from '../components/use-current-in-view.ts'
import { CAPABILITIES } from './capabilities.ts'
import { useSession } from './session.ts'

const ENTRY = 'flex items-center rounded-lg text-muted hover:text-text aria-[current=page]:text-text'

/** The pages: at the side of a wide window, at the foot of a narrow one. */
export function Navigation() {
  const { t } = useTranslation()
  const { role } = useSession().user
  const row = useCurrentInView()
  const entries = CAPABILITIES.flatMap(({ name, navigation }) =>
    (navigation === undefined || !atLeast(role, navigation.role ?? 'viewer') ? [] : [{ ...navigation, title: t(`pages.${name}`, { defaultValue: name }) }]))
  return (
    <nav ref={row} aria-label={t('navigation')}
      className="fixed inset-x-0 bottom-0 z-20 overflow-x-auto border-t border-line bg-card lg:static lg:border-0 lg:bg-transparent">
      <ul className="flex lg:flex-col lg:gap-0.5">
        {entries.map(({ to, icon, key, title }) => (
          <li key={to} className="min-w-fit flex-1">
            <Link to={to} activeOptions={{ exact: false, includeSearch: false }} aria-keyshortcuts={`g ${key}`}
              className={`${ENTRY} flex-col gap-0.5 px-2.5 py-2 text-tiny aria-[current=page]:bg-raised lg:flex-row lg:gap-3 lg:px-3 lg:py-1.5 lg:text-body lg:hover:bg-raised`}>
              <Icon name={icon} className="size-5 lg:size-4.5" />
              <span className="font-medium whitespace-nowrap">{title}</span>
              <kbd aria-hidden="true" className="ml-auto hidden font-mono text-tiny text-muted lg:block">g {key}</kbd>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
