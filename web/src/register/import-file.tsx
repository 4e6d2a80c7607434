import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntryKind, ImportLine } from '../api/register.ts'
import { ENTRY_KINDS, importFile } from '../api/register.ts'
import { Button } from '../components/button.tsx'
import { Field, Select } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { Table } from '../components/table.tsx'
import { visibleText } from '../components/visible-text.ts'
import { showToast } from '../shell/toasts.tsx'
import { CountsText } from './counts-text.tsx'

/** Lines of a preview that are shown: more than anybody reads. */
const SHOWN_LINES = 200

interface Chosen {
  readonly file: File
  readonly kind: EntryKind | undefined
}

/** Takes a file after it was shown what that would do. */
export function ImportFile() {
  const { t } = useTranslation('register')
  const client = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [kind, setKind] = useState<EntryKind | undefined>(undefined)
  const [taken, setTaken] = useState(0)
  const preview = useMutation({ mutationFn: (chosen: Chosen) => importFile(chosen.file.name, chosen.file, { kind: chosen.kind, dryRun: true }) })
  const take = useMutation({
    mutationFn: (chosen: Chosen) => importFile(chosen.file.name, chosen.file, { kind: chosen.kind, dryRun: false }),
    onSuccess: ({ number }) => {
      showToast(number === null ? t('imports.nothing') : t('imports.taken', { number }))
      preview.reset()
      setFile(null)
      // An empty field of the browser's.
      setTaken(taken + 1)
      void client.invalidateQueries({ queryKey: ['register'] })
    },
  })
  const changes = preview.data === undefined ? 0 : preview.data.counts.created + preview.data.counts.changed
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    take.reset()
    if (file !== null) preview.mutate({ file, kind })
  }
  return (
    <Section title={t('imports.file')}>
      <p className="mb-3 max-w-prose text-small text-muted">{t('imports.fileText')}</p>
      <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
        <Field label={t('imports.choose')}>
          <input key={taken} type="file" accept=".csv,.json,.ldif,.ldf,.txt" onChange={({ target }) => {
            setFile(target.files?.[0] ?? null)
            preview.reset()
          }} className="block text-small file:mr-3 file:min-h-8 file:rounded-lg file:border file:border-solid file:border-line file:bg-card file:px-3 file:py-1 file:text-small file:font-medium file:text-text" />
        </Field>
        <Field label={t('imports.kind')}>
          <Select value={kind ?? ''} className="w-auto!" onChange={({ target }) => {
            setKind(ENTRY_KINDS.find(each => each === target.value))
            preview.reset()
          }} choices={[{ value: '', label: t('imports.byFile') }, ...ENTRY_KINDS.map(each => ({ value: each, label: t(`kinds.${each}`) }))]} />
        </Field>
        <Button look={changes === 0 ? 'primary' : 'plain'} type="submit" disabled={file === null || preview.isPending}>{t(preview.isPending ? 'imports.reading' : 'imports.preview')}</Button>
        {changes === 0 || file === null ? null : <Button look="primary" disabled={take.isPending} onClick={() => take.mutate({ file, kind })}>{t('imports.take', { count: changes })}</Button>}
      </form>
      {preview.isError ? <div className="mt-3"><ErrorNotice error={preview.error} /></div> : null}
      {take.isError ? <div className="mt-3"><ErrorNotice error={take.error} /></div> : null}
      {preview.data === undefined ? null : (
        <div role="status" className="mt-4">
          <p className="mb-2"><b className="mr-3 font-semibold">{t('imports.would')}</b><CountsText counts={preview.data.counts} /></p>
          <PreviewTable lines={preview.data.lines} />
        </div>
      )}
    </Section>
  )
}

/** What is refused first, then what would change. */
const ORDER = ['refused', 'created', 'changed', 'same'] as const

function PreviewTable({ lines }: { readonly lines: readonly ImportLine[] }) {
  const { t } = useTranslation('register')
  const ordered = lines.toSorted((a, b) => ORDER.indexOf(a.result) - ORDER.indexOf(b.result))
  return (
    <>
      <Table label={t('imports.would')} columns={[{ title: t('imports.result') }, { title: t('imports.line'), kind: 'number' }, { title: t('kindTitle') }, { title: t('what') }, { title: t('imports.details'), kind: 'wide' }]}
        rows={ordered.slice(0, SHOWN_LINES).map(({ line, result, kind, key, fields, reason }, i) => ({
          key: String(i),
          cells: [
            <span key="result" className={`whitespace-nowrap ${result === 'refused' ? 'font-semibold text-high' : result === 'same' ? 'text-muted' : 'font-medium'}`}>{t(`imports.results.${result}`)}</span>,
            line === null ? '–' : String(line), kind === null ? '–' : <span key="kind" className="whitespace-nowrap">{t(`kinds.${kind}`)}</span>, <span key="key" className="data block min-w-32">{visibleText(key ?? '')}</span>,
            reason !== null ? <span key="reason">{visibleText(reason)}</span> : <span key="fields" className="text-muted">{fields.map(name => t(`field.${name}`, { defaultValue: name })).join(', ')}</span>,
          ],
        }))} />
      {lines.length > SHOWN_LINES ? <p className="mt-2 text-small text-muted">{t('imports.shownOf', { shown: SHOWN_LINES, total: lines.length })}</p> : null}
    </>
  )
}
