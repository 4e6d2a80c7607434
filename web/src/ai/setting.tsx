import type { ReactNode } from 'react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { TextInput } from '../components/field.tsx'

interface SettingProps {
  readonly label: string
  /** What it does, in a sentence. */
  readonly help: string
  /** What holds when nothing is said. */
  readonly standard?: string
  /** @param attributes belong on the control, so that its name and the help are read out with it */
  readonly children: (attributes: { readonly 'id': string; readonly 'aria-describedby': string }) => ReactNode
}

/** A field with its name above it, and below it what it does. */
export function Setting({ label, help, standard, children }: SettingProps) {
  const { t } = useTranslation('ai')
  const id = useId()
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="heading block first-letter:uppercase">{label}</label>
      {children({ id, 'aria-describedby': `${id}-help` })}
      <p id={`${id}-help`} className="text-tiny text-muted">{help}{standard === undefined ? null : <> <span className="inline-block">{t('byDefault', { value: standard })}</span></>}</p>
    </div>
  )
}

interface NumberSettingProps extends Omit<SettingProps, 'children'> {
  readonly value: number
  readonly most: number
  readonly onChange: (value: number) => void
}

/** A whole number from one on; while the field is empty it is none. */
export function NumberSetting({ value, most, onChange, ...named }: NumberSettingProps) {
  return (
    <Setting {...named}>
      {attributes => <TextInput {...attributes} type="number" min={1} max={most} step={1} required value={Number.isNaN(value) ? '' : value} onChange={({ target }) => onChange(target.valueAsNumber)} />}
    </Setting>
  )
}

/** Settings that belong together. */
export function SettingGroup({ title, text, children }: { readonly title: string; readonly text?: string; readonly children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="text-small font-semibold">{title}</legend>
      {text === undefined ? null : <p className="text-small text-muted">{text}</p>}
      <div className="mt-2 grid gap-x-4 gap-y-3 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">{children}</div>
    </fieldset>
  )
}
