import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { trySample } from '../api/sources.ts'
import { Button } from '../components/button.tsx'
import { FIELD, Field } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { TriedSample } from './tried-sample.tsx'

/** What pasted lines are called. */
const PASTED = 'sample.log'

/** Lines that are pasted, or a small file, and what they would yield as a source. */
export function SampleForm() {
  const { t } = useTranslation('sources')
  const [text, setText] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const attempt = useMutation({ mutationFn: ({ name, bytes }: { readonly name: string; readonly bytes: Blob }) => trySample(name, bytes) })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    attempt.mutate(file === null ? { name: PASTED, bytes: new Blob([text.endsWith('\n') ? text : `${text}\n`]) } : { name: file.name, bytes: file })
  }
  return (
    <Section title={t('sample.title')}>
      <p className="mb-3 max-w-prose text-small text-muted">{t('sample.text')}</p>
      <form onSubmit={submit} className="grid gap-3">
        <Field label={t('sample.lines')}>
          <textarea rows={6} value={text} disabled={file !== null} spellCheck={false} onChange={({ target }) => setText(target.value)} className={`${FIELD} data`} />
        </Field>
        <div className="flex flex-wrap items-end gap-3">
          <Field label={t('sample.file')}>
            <input type="file" onChange={({ target }) => setFile(target.files?.[0] ?? null)}
              className="block text-small file:mr-3 file:min-h-8 file:rounded-lg file:border file:border-solid file:border-line file:bg-card file:px-3 file:py-1 file:text-small file:font-medium file:text-text" />
          </Field>
          <Button type="submit" disabled={attempt.isPending || (file === null && text.trim() === '')}>{t(attempt.isPending ? 'sample.trying' : 'sample.try')}</Button>
        </div>
      </form>
      {attempt.isError ? <div className="mt-3"><ErrorNotice error={attempt.error} /></div> : null}
      {attempt.data === undefined ? null : <div role="status" className="mt-4 space-y-6">{attempt.data.items.map(tried => <TriedSample key={tried.path} tried={tried} />)}</div>}
    </Section>
  )
}
