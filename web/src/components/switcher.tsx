interface SwitcherProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly choices: readonly { readonly value: Value; readonly label: string }[]
  readonly onChange: (value: Value) => void
}

/** One of two or three views of the same thing. */
export function Switcher<Value extends string>({ label, value, choices, onChange }: SwitcherProps<Value>) {
  return (
    <div role="group" aria-label={label} className="inline-flex rounded-lg bg-raised p-0.5">
      {choices.map(choice => (
        <button key={choice.value} type="button" aria-pressed={choice.value === value} onClick={() => onChange(choice.value)}
          className="rounded-md px-3 py-1 text-small font-medium text-muted hover:text-text aria-pressed:bg-card aria-pressed:text-text aria-pressed:shadow-sm">
          {choice.label}
        </button>
      ))}
    </div>
  )
}
