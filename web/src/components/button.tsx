import type { ComponentProps } from 'react'
import type { IconName } from './icon.tsx'
import { Icon } from './icon.tsx'

const LOOKS = {
  primary: 'bg-accent text-on-accent border-transparent hover:brightness-110',
  plain: 'bg-card border-line hover:bg-raised',
  quiet: 'border-transparent text-muted hover:text-text hover:bg-raised',
  danger: 'bg-card border-line text-critical hover:bg-raised',
} as const

const SHAPE = 'inline-flex items-center justify-center gap-1.5 rounded-lg border text-small font-medium whitespace-nowrap transition-colors disabled:opacity-55'

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: keyof typeof LOOKS
  readonly icon?: IconName
}

export function Button({ look = 'plain', icon, className = '', children, type = 'button', ...rest }: ButtonProps) {
  return (
    <button type={type} className={`${buttonLook(look)} ${className}`} {...rest}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </button>
  )
}

/** What makes a link look like a button. */
export function buttonLook(look: keyof typeof LOOKS): string {
  return `${SHAPE} min-h-8 px-3 py-1 ${LOOKS[look]}`
}

/** A button that shows a drawing only; `label` is what it does, in words. */
export function IconButton({ label, icon, look = 'quiet', className = '', ...rest }: Omit<ButtonProps, 'icon'> & { readonly label: string; readonly icon: IconName }) {
  return (
    <button type="button" aria-label={label} title={label} className={`${SHAPE} size-8 ${LOOKS[look]} ${className}`} {...rest}>
      <Icon name={icon} />
    </button>
  )
}
