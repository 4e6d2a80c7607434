import { useTranslation } from 'react-i18next'
import type { SourceField } from '../api/sources.ts'
import { FIELD, Field, Select, TextInput } from '../components/field.tsx'
import type { EntryValues } from './entry-values.ts'

interface EntryFieldsProps {
  readonly fields: readonly SourceField[]
  readonly values: EntryValues
  /** Fields that have a secret already. */
  readonly secrets: readonly string[]
  /** The name is given once: evidence is known by it. */
  readonly isNamed: boolean
  readonly onChange: (values: EntryValues) => void
}

/** Asked of few sources only. */
const SELDOM: readonly string[] = ['dataset', 'allow', 'certificate', 'key', 'clientAuthority', 'authority', 'port', 'markSeen', 'moveTo', 'everySeconds', 'mostMb', 'region', 'prefix', 'endpoint', 'sessionToken']

/** One field for each thing that a source of this kind may be told. */
export function EntryFields({ fields, ...props }: EntryFieldsProps) {
  const { t } = useTranslation('sources')
  const isSeldom = ({ name, required }: SourceField) => SELDOM.includes(name) && !required
  const seldom = fields.filter(isSeldom)
  return (
    <>
      <div className="grid grid-cols-1 gap-4 md:grid-cols-2">{fields.filter(each => !isSeldom(each)).map(field => <EntryField key={field.name} field={field} {...props} />)}</div>
      {seldom.length === 0 ? null : (
        <details className="mt-4" open={seldom.some(({ name }) => (props.values[name] ?? '') !== '')}>
          <summary className="w-fit rounded text-small font-medium text-muted hover:text-text">{t('moreFields')}</summary>
          <div className="mt-3 grid grid-cols-1 gap-4 md:grid-cols-2">{seldom.map(field => <EntryField key={field.name} field={field} {...props} />)}</div>
        </details>
      )}
    </>
  )
}

function EntryField({ field, values, secrets, isNamed, onChange }: Omit<EntryFieldsProps, 'fields'> & { readonly field: SourceField }) {
  const { t } = useTranslation('sources')
  const { name, form, choices, required, description } = field
  const value = values[name] ?? ''
  const change = (next: string) => onChange({ ...values, [name]: next })
  const hint = secrets.includes(name) ? t('secretStays') : form === 'reference' ? t('referenceHint') : t(`hint.${name}`, { defaultValue: description.replaceAll('`', '') })
  return (
    <div>
      {form === 'flag' ? (
        <label className="flex items-center gap-2 text-small"><input type="checkbox" checked={value === 'true'} onChange={({ target }) => change(target.checked ? 'true' : '')} className="size-4 accent-accent" />{t(`field.${name}`, { defaultValue: name })}</label>
      ) : (
        <Field label={`${t(`field.${name}`, { defaultValue: name })}${required ? '' : t('optional')}`}>
          {form === 'choice' ? <Select value={value} onChange={({ target }) => change(target.value)} choices={[{ value: '', label: t('asUsual') }, ...choices.map(each => ({ value: each, label: t(`choice.${each}`, { defaultValue: each }) }))]} />
            : form === 'texts' || form === 'map' || form === 'json'
              ? <textarea rows={form === 'json' ? 4 : Math.max(2, value.split('\n').length)} value={value} required={required} spellCheck={false} placeholder={t(`example.${name}`, { defaultValue: '' })} onChange={({ target }) => change(target.value)} className={`${FIELD} data`} />
              : <TextInput value={value} required={required} disabled={name === 'name' && isNamed} spellCheck={false} autoComplete="off" inputMode={form === 'number' ? 'numeric' : 'text'} placeholder={t(`example.${name}`, { defaultValue: '' })} onChange={({ target }) => change(target.value)} className="data" />}
        </Field>
      )}
      <p className="mt-1 text-tiny text-muted">{hint}</p>
    </div>
  )
}
