import { useTranslation } from 'react-i18next'
import type { Action, GatewayPolicy } from '../api/gateway.ts'
import { ACTIONS, LAYERS } from '../api/gateway.ts'
import { Field, Select, TextInput } from '../components/field.tsx'
import { useLayerName } from './marks.tsx'

interface PolicyFormProps {
  readonly policy: GatewayPolicy
  readonly onChange: (policy: GatewayPolicy) => void
}

/** Seconds that a person may be given at most. */
const MOST_SECONDS = 3_600

/** What a policy says, to be edited. */
export function PolicyForm({ policy, onChange }: PolicyFormProps) {
  const { t } = useTranslation('ai')
  const layerName = useLayerName()
  const actions = ACTIONS.map(value => ({ value, label: t(`do.${value}`) }))
  const withLayer = (layer: string, chosen: Action | undefined): GatewayPolicy => {
    const { [layer]: _, ...others } = policy.layers
    return { ...policy, layers: chosen === undefined ? others : { ...others, [layer]: chosen } }
  }
  const actionOf = (value: string) => ACTIONS.find(each => each === value)
  const asks = [policy.flag, policy.redact, policy.block, ...Object.values(policy.layers)].includes('ask')
  return (
    <div className="grid gap-4">
      <fieldset>
        <legend className="heading mb-1">{t('finds')}</legend>
        <div className="grid gap-3 sm:grid-cols-3">
          {(['flag', 'redact', 'block'] as const).map(found => (
            <Field key={found} label={t(`would.${found}`)}><Select value={policy[found]} choices={actions} onChange={({ target }) => onChange({ ...policy, [found]: actionOf(target.value) ?? policy[found] })} /></Field>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend className="heading mb-1">{t('layersTitle')}</legend>
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
          {LAYERS.map(layer => (
            <Field key={layer} label={layerName(layer)}>
              <Select value={policy.layers[layer] ?? ''} choices={[{ value: '', label: t('asAbove') }, ...actions]} onChange={({ target }) => onChange(withLayer(layer, actionOf(target.value)))} />
            </Field>
          ))}
        </div>
      </fieldset>
      <div className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <Field label={t('personal')}>
          <Select value={policy.personal} choices={(['allow', 'redact'] as const).map(value => ({ value, label: t(`do.${value}`) }))} onChange={({ target }) => onChange({ ...policy, personal: target.value === 'redact' ? 'redact' : 'allow' })} />
        </Field>
        {asks ? (
          <>
            <Field label={t('askSeconds')}>
              <TextInput type="number" min={1} max={MOST_SECONDS} required value={policy.ask.seconds} onChange={({ target }) => onChange({ ...policy, ask: { ...policy.ask, seconds: target.valueAsNumber } })} />
            </Field>
            <Field label={t('otherwise')}>
              <Select value={policy.ask.otherwise} choices={(['block', 'pass'] as const).map(value => ({ value, label: t(`otherwises.${value}`) }))}
                onChange={({ target }) => onChange({ ...policy, ask: { ...policy.ask, otherwise: target.value === 'pass' ? 'pass' : 'block' } })} />
            </Field>
          </>
        ) : null}
      </div>
      <label className="flex items-center gap-2 text-small"><input type="checkbox" checked={policy.restores} onChange={({ target }) => onChange({ ...policy, restores: target.checked })} />{t('restores')}</label>
    </div>
  )
}
