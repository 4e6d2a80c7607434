import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseDetail } from '../api/cases.ts'
import type { DecisionKind } from '../api/decisions.ts'
import { STATUSES, VERDICTS } from '../api/decisions.ts'
import { Button } from '../components/button.tsx'
import { Field, FIELD, Select } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { Section } from '../components/section.tsx'
import { useMay, useSession } from '../shell/session.ts'
import type { Unsent } from './outbox.ts'
import { useOutbox } from './use-outbox.ts'

/** Verdict, status, owner and notes: what is chosen shows at once, and says whether the server has it. */
export function DecideSection({ shown }: { readonly shown: CaseDetail }) {
  const { t } = useTranslation('cases')
  const { user } = useSession()
  const may = useMay('analyst')
  const { outbox, unsent } = useOutbox(shown.id)
  const latest = (kind: DecisionKind, saved: string): string => unsent.findLast(each => each.kind === kind && each.state !== 'refused')?.value ?? saved
  const owner = latest('owner', shown.owner ?? '')
  const verdict = latest('verdict', shown.verdict ?? '')
  if (!may) return <Section title={t('decide.title')}><p className="text-muted">{t('decide.readOnly')}</p></Section>
  return (
    <Section title={t('decide.title')}>
      <div className="space-y-3">
        <div className="grid grid-cols-2 gap-3">
          <Field label={t('decide.verdict')}>
            <Select value={verdict} onChange={({ target }) => outbox.add(shown.id, 'verdict', target.value)}
              choices={[...(verdict === '' ? [{ value: '', label: t('decide.noVerdict') }] : []), ...VERDICTS.map(value => ({ value, label: t(`verdict.${value}`) }))]} />
          </Field>
          <Field label={t('decide.status')}>
            <Select value={latest('status', shown.status)} onChange={({ target }) => outbox.add(shown.id, 'status', target.value)}
              choices={STATUSES.map(value => ({ value, label: t(`status.${value}`) }))} />
          </Field>
        </div>
        <div className="flex items-center gap-2">
          <p className="min-w-0 flex-1 truncate text-small">
            <span className="heading mr-2">{t('decide.owner')}</span>{owner === '' ? t('noOwner') : owner}</p>
          {owner === user.name ? <Button onClick={() => outbox.add(shown.id, 'owner', '')}>{t('decide.release')}</Button>
            : <Button onClick={() => outbox.add(shown.id, 'owner', user.name)}>{t('decide.take')}</Button>}
        </div>
        <NoteForm onAdd={text => outbox.add(shown.id, 'note', text)} />
        <ul role="status" className="space-y-1.5 empty:hidden">
          {unsent.map(each => <UnsentRow key={each.key} unsent={each} onDismiss={() => outbox.dismiss(each.key)}
            onRetry={() => void outbox.send()} />)}
        </ul>
      </div>
    </Section>
  )
}

function NoteForm({ onAdd }: { readonly onAdd: (text: string) => void }) {
  const { t } = useTranslation('cases')
  const [text, setText] = useState('')
  const add = () => {
    if (text.trim() === '') return
    onAdd(text.trim())
    setText('')
  }
  return (
    <div>
      <Field label={t('decide.note')}>
        <textarea value={text} rows={3} placeholder={t('decide.notePlaceholder')} className={`${FIELD} resize-y py-1.5`}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={({ key, ctrlKey, metaKey }) => key === 'Enter' && (ctrlKey || metaKey) && add()} />
      </Field>
      <Button icon="note" className="mt-1.5 w-full" disabled={text.trim() === ''} onClick={add}>{t('decide.addNote')}</Button>
    </div>
  )
}

function UnsentRow({ unsent, onDismiss, onRetry }: { readonly unsent: Unsent; readonly onDismiss: () => void; readonly onRetry: () => void }) {
  const { t } = useTranslation(['cases', 'components'])
  const { kind, value, state, reason } = unsent
  return (
    <li className="flex items-start gap-2 rounded-lg bg-raised px-3 py-2 text-small">
      <Icon name={state === 'sending' ? 'clock' : 'warning'}
        className={`mt-0.5 size-4 ${state === 'sending' ? 'text-muted' : 'text-high'}`} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{t(`decide.kinds.${kind}`)}{kind === 'note' ? `: ${value}` : ''}</p>
        <p className="text-muted">{state === 'sending' ? t('decide.sending') : state === 'waiting' ? t('decide.waiting') : t('decide.refused', { reason })}</p>
      </div>
      {state === 'waiting' ? <Button look="quiet" onClick={onRetry}>{t('components:retry')}</Button> : null}
      {state === 'refused' ? <Button look="quiet" onClick={onDismiss}>{t('decide.dismiss')}</Button> : null}
    </li>
  )
}
