import { useTranslation } from 'react-i18next'
import type { Action, GatewayPolicy } from '../api/gateway.ts'
import { ACTIONS, LAYERS } from '../api/gateway.ts'
import { Select } from '../components/field.tsx'
import { useFormats } from '../components/use-formats.ts'
import { useLayerName } from './marks.tsx'
import { NumberSetting, Setting, SettingGroup } from './setting.tsx'
import { TopicSettings } from './topic-settings.tsx'

interface PolicyFormProps {
  readonly policy: GatewayPolicy
  /** What holds when nothing is said. */
  readonly standard: GatewayPolicy
  readonly onChange: (policy: GatewayPolicy) => void
}

/** Whether the limit of an answer that nobody limits is above that of all answers. */
export function contradicts({ answerTokens: { unnamed, most } }: GatewayPolicy): boolean {
  return unnamed > most
}

/** Seconds that a person may be given at most. */
const MOST_SECONDS = 3_600

/** Tokens that a limit may be at most. */
const MOST_TOKENS = 100_000_000

/** Layers that find a stretch which can be taken out; elsewhere the whole text is the matter. */
const REDACTABLE: readonly string[] = ['secret', 'link', 'topic']

/** What a policy says, to be edited: each setting with what it does and what holds by default. */
export function PolicyForm({ policy, standard, onChange }: PolicyFormProps) {
  const { t } = useTranslation('ai')
  const { number } = useFormats()
  const change = (changed: Partial<GatewayPolicy>) => onChange({ ...policy, ...changed })
  const { ask, answerTokens } = policy
  return (
    <div className="grid gap-6">
      <FoundSettings {...{ policy, standard, onChange }} />
      <LayerSettings {...{ policy, standard, onChange }} />
      <SettingGroup title={t('personalTitle')}>
        <Setting label={t('personal')} help={t('help.personal')} standard={t(`do.${standard.personal}`)}>
          {attributes => <Select {...attributes} value={policy.personal} choices={(['allow', 'redact'] as const).map(value => ({ value, label: t(`do.${value}`) }))} onChange={({ target }) => change({ personal: target.value === 'redact' ? 'redact' : 'allow' })} />}
        </Setting>
        <Setting label={t('restores')} help={t('help.restores')} standard={t(`restored.${standard.restores}`)}>
          {attributes => <Select {...attributes} value={String(policy.restores)} choices={(['false', 'true'] as const).map(value => ({ value, label: t(`restored.${value}`) }))} onChange={({ target }) => change({ restores: target.value === 'true' })} />}
        </Setting>
      </SettingGroup>
      <TopicSettings topics={policy.topics} onChange={topics => change({ topics })} />
      <SettingGroup title={t('lengthTitle')} text={t('help.length')}>
        <NumberSetting label={t('unnamed')} help={t('help.unnamed')} standard={number(standard.answerTokens.unnamed)} most={MOST_TOKENS} value={answerTokens.unnamed} onChange={unnamed => change({ answerTokens: { ...answerTokens, unnamed } })} />
        <NumberSetting label={t('most')} help={t('help.most')} standard={number(standard.answerTokens.most)} most={MOST_TOKENS} value={answerTokens.most} onChange={most => change({ answerTokens: { ...answerTokens, most } })} />
        {contradicts(policy) ? <p role="alert" className="text-small font-medium text-high sm:col-span-2">{t('unnamedOver')}</p> : null}
      </SettingGroup>
      <SettingGroup title={t('askTitle')} text={t('help.ask')}>
        <NumberSetting label={t('askSeconds')} help={t('help.askSeconds')} standard={number(standard.ask.seconds)} most={MOST_SECONDS} value={ask.seconds} onChange={seconds => change({ ask: { ...ask, seconds } })} />
        <Setting label={t('otherwise')} help={t('help.otherwise')} standard={t(`otherwises.${standard.ask.otherwise}`)}>
          {attributes => <Select {...attributes} value={ask.otherwise} choices={(['block', 'pass'] as const).map(value => ({ value, label: t(`otherwises.${value}`) }))} onChange={({ target }) => change({ ask: { ...ask, otherwise: target.value === 'pass' ? 'pass' : 'block' } })} />}
        </Setting>
      </SettingGroup>
    </div>
  )
}

function FoundSettings({ policy, standard, onChange }: PolicyFormProps) {
  const { t } = useTranslation('ai')
  return (
    <SettingGroup title={t('finds')} text={t('help.finds')}>
      {(['flag', 'redact', 'block'] as const).map(found => (
        <Setting key={found} label={t(`would.${found}`)} help={t(`help.${found}`)} standard={t(`do.${standard[found]}`)}>
          {attributes => <Select {...attributes} value={policy[found]} choices={ACTIONS.map(value => ({ value, label: t(`do.${value}`) }))} onChange={({ target }) => onChange({ ...policy, [found]: actionOf(target.value) ?? policy[found] })} />}
        </Setting>
      ))}
    </SettingGroup>
  )
}

function LayerSettings({ policy, onChange }: PolicyFormProps) {
  const { t } = useTranslation('ai')
  const layerName = useLayerName()
  const withLayer = (layer: string, chosen: Action | undefined): GatewayPolicy => {
    const { [layer]: _, ...others } = policy.layers
    return { ...policy, layers: chosen === undefined ? others : { ...others, [layer]: chosen } }
  }
  const known: readonly string[] = LAYERS
  const others = Object.keys(policy.layers).filter(layer => !known.includes(layer))
  const choicesOf = (layer: string) => ACTIONS.filter(action => action !== 'redact' || REDACTABLE.includes(layer) || policy.layers[layer] === 'redact').map(value => ({ value, label: t(`do.${value}`) }))
  return (
    <SettingGroup title={t('layersTitle')} text={t('help.layers')}>
      {[...LAYERS, ...others].map(layer => (
        <Setting key={layer} label={layerName(layer)} help={t(`help.layer.${layer}`, { defaultValue: t('help.layer.other') })}>
          {attributes => <Select {...attributes} value={policy.layers[layer] ?? ''} choices={[{ value: '', label: t('asAbove') }, ...choicesOf(layer)]} onChange={({ target }) => onChange(withLayer(layer, actionOf(target.value)))} />}
        </Setting>
      ))}
    </SettingGroup>
  )
}

function actionOf(value: string): Action | undefined {
  return ACTIONS.find(each => each === value)
}
