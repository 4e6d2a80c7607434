import { Dialog } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './button.tsx'

interface SidePanelProps {
  readonly title: ReactNode
  readonly onClose: () => void
  readonly children: ReactNode
  /** Beside the title. */
  readonly actions?: ReactNode
}

/** What is looked at beside the page: from the right, over it; Escape closes it and the focus goes back. */
export function SidePanel({ title, onClose, children, actions }: SidePanelProps) {
  const { t } = useTranslation('components')
  return (
    <Dialog.Root open onOpenChange={open => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-shade" />
        <Dialog.Popup className="fixed inset-y-0 right-0 z-40 flex w-full max-w-[44rem] flex-col border-l border-line bg-card shadow-2xl">
          <header className="flex items-center gap-2 border-b border-line px-5 py-3">
            <Dialog.Title className="min-w-0 flex-1 truncate text-lead font-semibold">{title}</Dialog.Title>
            {actions}
            <Dialog.Close render={<IconButton label={t('close')} icon="close" />} />
          </header>
          <div className="flex-1 overflow-y-auto px-5 py-4" tabIndex={-1}>{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
