import { useTranslation } from 'react-i18next'
import type { HuntSearch } from './hunt-route.ts'

/** One for each thing that the language can do. */
const EXAMPLES = [
  ['word', 'powershell'],
  ['field', 'EventID:4688 and NewProcessName:"*\\\\cmd.exe"'],
  ['address', 'IpAddress:10.0.0.0/8 or SourceIp:10.0.0.0/8'],
  ['missing', 'EventID:4624 and not TargetUserName:*$'],
  ['rule', '_rule:* | count by _rule'],
  ['count', '* | count by _dataset'],
  ['chart', '* | timechart span=1d'],
] as const

/** Before the first question: what can be asked, each to be run as it stands. */
export function HuntExamples({ onAsk }: { readonly onAsk: (search: HuntSearch) => void }) {
  const { t } = useTranslation('hunt')
  return (
    <section aria-labelledby="hunt-examples" className="card p-5">
      <h2 id="hunt-examples" className="mb-3 font-semibold">{t('examples')}</h2>
      <ul className="grid gap-x-8 md:grid-cols-2">
        {EXAMPLES.map(([name, q]) => (
          <li key={name}>
            <button type="button" onClick={() => onAsk({ q })} className="block w-full rounded-lg px-2 py-2 text-left hover:bg-raised">
              <code className="block font-mono text-small text-accent wrap-anywhere">{q}</code>
              <span className="text-small text-muted">{t(`example.${name}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
