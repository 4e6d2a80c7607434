import { CopyButton } from '../components/copy-button.tsx'
import { Dialog } from '../components/dialog.tsx'

interface SecretDialogProps {
  readonly title: string
  readonly text: string
  readonly secret: string
  readonly copyLabel: string
  readonly onClose: () => void
}

/** What is shown once. */
export function SecretDialog({ title, text, secret, copyLabel, onClose }: SecretDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p className="mb-3 text-muted">{text}</p>
      <p className="flex items-start gap-2 rounded-lg bg-raised px-3 py-2">
        <code className="data min-w-0 flex-1 break-all">{secret}</code><CopyButton text={secret} label={copyLabel} /></p>
    </Dialog>
  )
}
