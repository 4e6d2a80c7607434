import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TelescopeSensor } from '../api/telescope.ts'
import { nameFingerprint, telescopeNamesQuery } from '../api/telescope.ts'
import { Button, IconButton } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field, TextInput } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { Table } from '../components/table.tsx'
import { useFormats } from '../components/use-formats.ts'
import { useMay } from '../shell/session.ts'

interface UnknownSectionProps {
  readonly tools: TelescopeSensor['unknownFingerprints']
  readonly names: ReadonlyMap<string, string>
}

/** Tools that were found by themselves, with the names that people give them. */
export function UnknownSection({ tools, names }: UnknownSectionProps) {
  const { t, i18n } = useTranslation('telescope')
  const { number } = useFormats()
  const mayName = useMay('analyst')
  const [named, setNamed] = useState<string | null>(null)
  return (
    <Section title={t('unknown')}>
      {tools.length === 0 ? <p className="text-muted">{t('noUnknown')}</p> : (
        <Table label={t('unknown')} columns={[{ title: t('name') }, { title: t('rule'), kind: 'wide' }, { title: t('packets'), kind: 'number' }, ...(mayName ? [{ title: <span className="sr-only">{t('rename')}</span> }] : [])]}
          rows={tools.map(({ name, rule, ruleJa, packets }) => ({
            key: name,
            cells: [
              <span key="n" className="whitespace-nowrap">{names.has(name) ? <>{names.get(name)} <span className="data text-muted">{name}</span></> : <span className="data">{name}</span>}</span>,
              i18n.language.startsWith('ja') ? ruleJa : rule, number(packets),
              ...(mayName ? [<IconButton key="b" label={t('renameTool', { name: names.get(name) ?? name })} icon="note" className="-my-1.5" onClick={() => setNamed(name)} />] : []),
            ],
          }))} />
      )}
      {named === null ? null : <NameDialog fingerprint={named} name={names.get(named) ?? ''} onClose={() => setNamed(null)} />}
    </Section>
  )
}

function NameDialog({ fingerprint, name, onClose }: { readonly fingerprint: string; readonly name: string; readonly onClose: () => void }) {
  const { t } = useTranslation('telescope')
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: (next: string) => nameFingerprint(fingerprint, next === '' ? null : next),
    onSuccess: names => {
      client.setQueryData(telescopeNamesQuery.queryKey, names)
      onClose()
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    save.mutate(String(new FormData(event.currentTarget).get('name') ?? '').trim())
  }
  return (
    <Dialog title={t('renameTool', { name: fingerprint })} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-3">
        <Field label={t('name')}><TextInput name="name" defaultValue={name} maxLength={60} autoFocus /></Field>
        <p className="text-small text-muted">{t('renameText')}</p>
        {save.isError ? <ErrorNotice error={save.error} /> : null}
        <Button look="primary" type="submit" disabled={save.isPending}>{t('save')}</Button>
      </form>
    </Dialog>
  )
}
