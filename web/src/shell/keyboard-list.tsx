import { useTranslation } from 'react-i18next'
import { Dialog } from '../components/dialog.tsx'
import { CAPABILITIES } from './capabilities.ts'

/** Every key and what it does. */
export function KeyboardList({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const places = CAPABILITIES.flatMap(({ navigation, name }) =>
    (navigation === undefined ? [] : [{ keys: ['g', navigation.key], does: t('keys.goTo', { page: t(`pages.${name}`, { defaultValue: name }) }) }]))
  const others = (['next', 'previous', 'open', 'search', 'help'] as const).map(name => ({ keys: [KEYS[name]], does: t(`keys.${name}`) }))
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-2">
        {[...places, ...others].map(({ keys, does }) => (
          <div key={does} className="contents">
            <dt className="flex gap-1">{keys.map(key => <kbd key={key}
              className="rounded-md border border-line bg-raised px-2 font-mono text-tiny">{key}</kbd>)}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}

const KEYS = { next: 'j', previous: 'k', open: 'Enter', search: '/', help: '?' } as const
