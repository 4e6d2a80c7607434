import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Sensor, SensorSources } from '../api/sensors.ts'
import { sensorSourcesQuery, setSensorSources } from '../api/sensors.ts'
import type { AskedSource, SourceKind } from '../api/sources.ts'
import { sourceKindsQuery } from '../api/sources.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field, Select } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { visibleText } from '../components/visible-text.ts'
import { showToast } from '../shell/toasts.tsx'
import { EntryFields } from './entry-fields.tsx'
import type { EntryValues } from './entry-values.ts'
import { entryOf, valuesOf } from './entry-values.ts'

type Wanted = SensorSources['sources'][number]

/** What a sensor is to collect; each change is a version, which it fetches within seconds. */
export function SensorSourcesSection({ name, state }: { readonly name: string; readonly state: Sensor['sources'] }) {
  const { t } = useTranslation('sources')
  const client = useQueryClient()
  const kinds = useQuery(sourceKindsQuery)
  const wanted = useQuery(sensorSourcesQuery(name))
  const [editing, setEditing] = useState<{ readonly source: Wanted | null } | null>(null)
  const write = useMutation({
    mutationFn: (sources: readonly AskedSource[]) => setSensorSources(name, sources),
    onSuccess: written => {
      client.setQueryData(sensorSourcesQuery(name).queryKey, written)
      showToast(t('sensors.written', { version: written.version }))
      setEditing(null)
    },
  })
  const error = kinds.error ?? wanted.error
  const listed = wanted.data?.sources ?? []
  const others = (source: Wanted | null) => listed.filter(each => each !== source).map(({ entry, secrets }) => ({ entry, keep: secrets }))
  return (
    <Section title={t('sensors.sources')} actions={kinds.data === undefined ? undefined : <Button onClick={() => setEditing({ source: null })}>{t('sensors.addSource')}</Button>}>
      <p className="mb-3 text-muted">{t('sensors.sourcesText')} {state.applied === null || state.wanted === state.applied ? '' : t('sensors.behind', { wanted: state.wanted, applied: state.applied })}</p>
      {state.problem === null ? null : <p className="mb-3 text-high">{visibleText(state.problem)}</p>}
      {error !== null ? <ErrorNotice error={error} /> : wanted.data === undefined ? <Skeleton /> : listed.length === 0 ? <p className="text-muted">{t('sensors.noSources')}</p> : (
        <ul className="space-y-2">
          {listed.map(source => (
            <li key={String(source.entry['name'])} className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <span className="data font-medium">{visibleText(String(source.entry['name']))}</span>
              <span className="min-w-0 flex-1 text-small text-muted">{t(`kind.${String(source.entry['kind'])}`, { defaultValue: String(source.entry['kind']) })}</span>
              <Button look="quiet" onClick={() => setEditing({ source })} aria-label={t('changeTitle', { name: String(source.entry['name']) })}>{t('change')}</Button>
              <Button look="quiet" disabled={write.isPending} onClick={() => write.mutate(others(source))} aria-label={t('removeTitle', { name: String(source.entry['name']) })}>{t('remove')}</Button>
            </li>
          ))}
        </ul>
      )}
      {write.isError && editing === null ? <div className="mt-3"><ErrorNotice error={write.error} /></div> : null}
      {editing === null || kinds.data === undefined ? null
        : <EntryDialog kinds={kinds.data.items} source={editing.source} error={write.error} isWriting={write.isPending} onClose={() => { setEditing(null); write.reset() }} onSave={asked => write.mutate([...others(editing.source), asked])} />}
    </Section>
  )
}

interface EntryDialogProps {
  readonly kinds: readonly SourceKind[]
  /** Null for a new one. */
  readonly source: Wanted | null
  readonly error: unknown
  readonly isWriting: boolean
  readonly onClose: () => void
  readonly onSave: (asked: AskedSource) => void
}

function EntryDialog({ kinds, source, error, isWriting, onClose, onSave }: EntryDialogProps) {
  const { t } = useTranslation('sources')
  const [kind, setKind] = useState(String(source?.entry['kind'] ?? kinds[0]?.kind ?? ''))
  const fields = kinds.find(each => each.kind === kind)?.fields ?? []
  const [values, setValues] = useState<EntryValues>(source === null ? {} : valuesOf(source.entry, fields))
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSave(entryOf(kind, values, fields, source?.secrets ?? []))
  }
  return (
    <Dialog title={source === null ? t('sensors.addSource') : t('changeTitle', { name: String(source.entry['name']) })} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4">
        <p className="text-small text-muted">{t('sensors.entryText')}</p>
        <Field label={t('kindTitle')}>
          <Select value={kind} disabled={source !== null} onChange={({ target }) => setKind(target.value)} choices={kinds.map(each => ({ value: each.kind, label: t(`kind.${each.kind}`, { defaultValue: each.kind }) }))} />
        </Field>
        <EntryFields fields={fields} values={values} secrets={source?.secrets ?? []} isNamed={source !== null} onChange={setValues} />
        {error === null ? null : <ErrorNotice error={error} />}
        <Button look="primary" type="submit" disabled={isWriting}>{t('save')}</Button>
      </form>
    </Dialog>
  )
}
