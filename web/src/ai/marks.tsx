import { useTranslation } from 'react-i18next'
import type { InBoth } from '../api/nouns.ts'
import { visibleText } from '../components/visible-text.ts'
import { useLanguage } from '../shell/use-language.ts'

const LOOKS: Readonly<Record<string, string>> = { allow: 'text-low', flag: 'text-informational', redact: 'text-medium', ask: 'text-high', block: 'text-critical' }

/** What was done. */
export function ActionBadge({ action }: { readonly action: string }) {
  const { t } = useTranslation('ai')
  return (
    <span className={`inline-block rounded-full border border-current px-2 text-tiny leading-[1.2rem] font-semibold whitespace-nowrap ${LOOKS[action] ?? 'text-muted'}`}>
      {t(`action.${action}`, { defaultValue: action })}
    </span>
  )
}

/** The name of a layer in words. */
export function useLayerName(): (layer: string) => string {
  const { t } = useTranslation('ai')
  return layer => t(`layer.${layer}`, { defaultValue: layer })
}

/** Why, in the language of the page, and below it in the other one: a report to somebody else needs it. */
export function ReasonInBoth({ reason }: { readonly reason: InBoth }) {
  const language = useLanguage()
  const other = language === 'en' ? 'ja' : 'en'
  return (
    <>
      <p className="wrap-anywhere">{visibleText(reason[language])}</p>
      {reason.en === reason.ja ? null : <p lang={other} className="text-small wrap-anywhere text-muted">{visibleText(reason[other])}</p>}
    </>
  )
}
