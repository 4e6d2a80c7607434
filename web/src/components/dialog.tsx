import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './button.tsx'

/** A window in the middle of the page, which waits until it is closed. */
export function Dialog({ title, onClose, children }: { readonly title: string; readonly onClose: () => void; readonly children: ReactNode }) {
  const { t } = useTranslation('components')
  // Over a panel, what the panel was opened by would get it otherwise.
  const [opener] = useState(() => document.activeElement)
  return (
    <Base.Root open onOpenChange={open => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-30 bg-shade" />
        <Base.Popup finalFocus={() => (opener instanceof HTMLElement && opener.isConnected ? opener : true)} className="card fixed top-[12vh] left-1/2 z-40 max-h-[76vh] w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 overflow-y-auto p-5 shadow-2xl">
          <div className="mb-3 flex items-center">
            <Base.Title className="flex-1 text-lead font-semibold">{title}</Base.Title>
            <Base.Close render={<IconButton label={t('close')} icon="close" />} />
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
