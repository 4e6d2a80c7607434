import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleUpload } from '../api/rules.ts'
import { sendRules } from '../api/rules.ts'
import { Button } from '../components/button.tsx'
import { Field, TextInput } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { setNameOf } from './set-name.ts'

/** Sends an archive or a file of rules; nothing is put in place by that. */
export function SendRules({ onSent }: { readonly onSent: (upload: RuleUpload) => void }) {
  const { t } = useTranslation('rules')
  const [file, setFile] = useState<File | null>(null)
  const [name, setName] = useState('')
  const send = useMutation({ mutationFn: ({ chosen, called }: { readonly chosen: File; readonly called: string }) => sendRules(called, chosen), onSuccess: onSent })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (file !== null) send.mutate({ chosen: file, called: name })
  }
  return (
    <Section title={t('sets.add')}>
      <p className="mb-3 max-w-prose text-small text-muted">{t('sets.addText')}</p>
      <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
        <Field label={t('sets.file')}>
          <input type="file" required accept=".zip,.gz,.yml,.yaml" className="block text-small file:mr-3 file:min-h-8 file:rounded-lg file:border file:border-solid file:border-line file:bg-card file:px-3 file:py-1 file:text-small file:font-medium file:text-text" onChange={({ target }) => {
            const chosen = target.files?.[0] ?? null
            setFile(chosen)
            if (chosen !== null) setName(setNameOf(chosen.name))
          }} />
        </Field>
        <Field label={t('sets.name')}><TextInput required maxLength={64} value={name} onChange={({ target }) => setName(target.value)} className="w-56!" autoComplete="off" /></Field>
        <Button look="primary" icon="upload" type="submit" disabled={file === null || send.isPending}>{t(send.isPending ? 'sets.sending' : 'sets.send')}</Button>
      </form>
      {send.isError ? <div className="mt-3"><ErrorNotice error={send.error} /></div> : null}
    </Section>
  )
}
