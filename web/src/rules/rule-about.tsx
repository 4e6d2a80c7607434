import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleDetail } from '../api/rules.ts'
import { CopyButton } from '../components/copy-button.tsx'
import { Section } from '../components/section.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { logsourceText } from './logsource-text.ts'

/** What the author says of a rule, and where it comes from. References are text: nothing is fetched, nothing is a link. */
export function RuleAbout({ rule }: { readonly rule: RuleDetail }) {
  const { t } = useTranslation(['rules', 'cases'])
  const { number } = useFormats()
  const { key, status, author, date, modified, techniques, tactics, logsource, falsePositives, references, hits, verdicts, set } = rule
  return (
    <Section title={t('aboutRule')}>
      <dl className="space-y-2.5 text-small">
        <Entry name={t('hitsTitle')}>
          {t('hits', { count: hits.count, hits: number(hits.count) })}
          {hits.first === null || hits.last === null ? null : <div className="text-muted tabular-nums">{hits.first.slice(0, 10)} – {hits.last.slice(0, 10)} UTC</div>}
        </Entry>
        <Entry name={t('verdicts.title')}>{(['truePositive', 'benign', 'falsePositive', 'undetermined'] as const).map(verdict =>
          <div key={verdict} className="flex justify-between gap-3"><span>{t(`verdicts.${verdict}`)}</span><span className="tabular-nums">{number(verdicts[verdict])}</span></div>)}</Entry>
        {techniques.length + tactics.length === 0 ? null
          : <Entry name="ATT&CK"><div className="tabular-nums">{techniques.join(' ')}</div><div className="text-muted">{tactics.map(tactic => t(`cases:tactics.${tactic}`, { defaultValue: tactic })).join(', ')}</div></Entry>}
        {logsource === null ? null : <Entry name={t('logsource')}><span className="data">{visibleText(logsourceText(logsource))}</span></Entry>}
        <List name={t('falsePositives')} entries={falsePositives} />
        <List name={t('references')} entries={references} />
        {status === '' ? null : <Entry name={t('status')}>{visibleText(status)}</Entry>}
        {author === '' ? null : <Entry name={t('author')}>{visibleText(author)}</Entry>}
        {date === '' ? null : <Entry name={t('date')}>{visibleText(date)}{modified === '' ? '' : ` (${t('modified', { date: visibleText(modified) })})`}</Entry>}
        <Entry name={t('ruleSet')}>{set === '' ? t('builtIn') : visibleText(set)}</Entry>
        <Entry name={t('key')}><span className="inline-flex items-center gap-1"><span className="data">{visibleText(key)}</span><CopyButton text={key} label={t('copyKey')} /></span></Entry>
      </dl>
    </Section>
  )
}

function Entry({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return <div><dt className="heading">{name}</dt><dd className="wrap-anywhere">{children}</dd></div>
}

function List({ name, entries }: { readonly name: string; readonly entries: readonly string[] }) {
  return entries.length === 0 ? null : <Entry name={name}><ul className="list-disc space-y-0.5 pl-4 marker:text-muted">{entries.map((entry, i) => <li key={i}>{visibleText(entry)}</li>)}</ul></Entry>
}
