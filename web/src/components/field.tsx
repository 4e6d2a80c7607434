import type { ComponentProps, ReactNode } from 'react'

export const FIELD = 'min-h-8 w-full rounded-lg border border-line bg-card px-2.5 py-1 text-small focus-visible:outline-offset-0 disabled:opacity-60'

/** A field with its name above it. */
export function Field({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <label className="block">
      <span className="heading mb-1 block">{label}</span>
      {children}
    </label>
  )
}

export function TextInput({ className = '', ...rest }: ComponentProps<'input'>) {
  return <input className={`${FIELD} ${className}`} {...rest} />
}

export interface Choice {
  readonly value: string
  readonly label: string
}

/** One of few, by the control of the system: it works on every device and with every aid. */
export function Select({ choices, className = '', ...rest }: ComponentProps<'select'> & { readonly choices: readonly Choice[] }) {
  return (
    <select className={`${FIELD} ${className}`} {...rest}>
      {choices.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
    </select>
  )
}
