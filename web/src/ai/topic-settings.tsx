import { useTranslation } from 'react-i18next'
import type { GatewayPolicy, PolicyTopic } from '../api/gateway.ts'
import { Button } from '../components/button.tsx'
import { FIELD, Select, TextInput } from '../components/field.tsx'
import { visibleText } from '../components/visible-text.ts'
import { Setting } from './setting.tsx'

interface TopicSettingsProps {
  readonly topics: readonly PolicyTopic[]
  readonly onChange: (topics: readonly PolicyTopic[]) => void
}

/** Topics that a policy may have, and characters of what one holds. */
const MOST = { topics: 100, name: 63, says: 2_000 } as const

const NEW: PolicyTopic = { name: '', words: [], patterns: [], found: 'redact' }

/** A policy without the empty lines that are written while it is edited. */
export function withoutEmptyLines(policy: GatewayPolicy): GatewayPolicy {
  const plain = (lines: readonly string[]) => lines.map(line => line.trim()).filter(line => line !== '')
  return {
    ...policy,
    topics: policy.topics.map(({ says = '', ...topic }) => ({ ...topic, name: topic.name.trim(), words: plain(topic.words), patterns: plain(topic.patterns), ...(says.trim() === '' ? {} : { says: says.trim() }) })),
  }
}

/** What answers are not to speak of: each topic with its words, and what is done with an answer that does. */
export function TopicSettings({ topics, onChange }: TopicSettingsProps) {
  const { t } = useTranslation('ai')
  return (
    <fieldset className="min-w-0">
      <legend className="text-small font-semibold">{t('topic.title')}</legend>
      <p className="text-small text-muted">{t('topic.text')}</p>
      {topics.length === 0 ? null : (
        <ul className="mt-2 grid grid-cols-1 gap-3" aria-label={t('topic.title')}>
          {topics.map((topic, index) => (
            // They have no other name than the one that is being written.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index} className="rounded-lg border border-line p-3">
              <TopicFields topic={topic} onChange={changed => onChange(topics.with(index, changed))} onRemove={() => onChange(topics.toSpliced(index, 1))} />
            </li>
          ))}
        </ul>
      )}
      <Button className="mt-2" disabled={topics.length >= MOST.topics} onClick={() => onChange([...topics, NEW])}>{t('topic.add')}</Button>
    </fieldset>
  )
}

function TopicFields({ topic, onChange, onRemove }: { readonly topic: PolicyTopic; readonly onChange: (topic: PolicyTopic) => void; readonly onRemove: () => void }) {
  const { t } = useTranslation('ai')
  const { name, words, patterns, found, says = '' } = topic
  const has = (lines: readonly string[]) => lines.some(line => line.trim() !== '')
  return (
    <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
      <Setting label={t('topic.name')} help={t('help.topic.name')}>
        {attributes => <TextInput {...attributes} value={name} required maxLength={MOST.name} autoComplete="off" autoFocus={name === ''} onChange={({ target }) => onChange({ ...topic, name: target.value })} />}
      </Setting>
      <Setting label={t('topic.found')} help={t('help.topic.found')} standard={t('topic.do.redact')}>
        {attributes => <Select {...attributes} value={found} choices={(['flag', 'redact', 'block'] as const).map(value => ({ value, label: t(`topic.do.${value}`) }))} onChange={({ target }) => onChange({ ...topic, found: FOUND.find(each => each === target.value) ?? found })} />}
      </Setting>
      <Lines label={t('topic.words')} help={t('help.topic.words')} lines={words} required={!has(patterns)} onChange={changed => onChange({ ...topic, words: changed })} />
      <Lines label={t('topic.patterns')} help={t('help.topic.patterns')} lines={patterns} required={false} onChange={changed => onChange({ ...topic, patterns: changed })} />
      <Setting label={t('topic.says')} help={t('help.topic.says')}>
        {attributes => <TextInput {...attributes} value={says} maxLength={MOST.says} disabled={found !== 'redact'} autoComplete="off" onChange={({ target }) => onChange({ ...topic, says: target.value })} />}
      </Setting>
      <div className="flex items-start justify-end pt-5"><Button look="danger" aria-label={t('topic.removeOf', { name: visibleText(name) })} onClick={onRemove}>{t('topic.remove')}</Button></div>
    </div>
  )
}

const FOUND = ['flag', 'redact', 'block'] as const

interface LinesProps {
  readonly label: string
  readonly help: string
  readonly lines: readonly string[]
  readonly required: boolean
  readonly onChange: (lines: readonly string[]) => void
}

/** Texts, one a line. */
function Lines({ label, help, lines, required, onChange }: LinesProps) {
  return (
    <Setting label={label} help={help}>
      {attributes => (
        <textarea {...attributes} rows={Math.min(12, Math.max(2, lines.length))} value={lines.join('\n')} required={required} spellCheck={false} className={`${FIELD} data resize-y`}
          onChange={({ target }) => onChange(target.value === '' ? [] : target.value.split('\n'))} />
      )}
    </Setting>
  )
}
