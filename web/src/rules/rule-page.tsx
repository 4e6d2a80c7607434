import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { RuleDetail } from '../api/rules.ts'
import { ruleQuery } from '../api/rules.ts'
import { fieldQuery } from '../api/query-text.ts'
import { buttonLook } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Icon } from '../components/icon.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { SeverityBadge } from '../components/severity.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { visibleLines, visibleText } from '../components/visible-text.ts'
import { EventPanel } from '../events/event-panel.tsx'
import { HistogramChart } from '../hunt/histogram-chart.tsx'
import { useMay } from '../shell/session.ts'
import { useLanguage } from '../shell/use-language.ts'
import { AddedFilters } from './added-filters.tsx'
import { ADVICE_LOOKS } from './advice-mark.tsx'
import { CorrelationText } from './correlation-text.tsx'
import { PartTree } from './part-tree.tsx'
import { ProblemList } from './problems-notice.tsx'
import { RuleChangesNotice } from './rule-changes-notice.tsx'
import { RuleAbout } from './rule-about.tsx'
import { RuleFindings } from './rule-findings.tsx'
import { ruleRoute } from './rule-routes.ts'
import { RuleRows } from './rule-rows.tsx'
import { RuleTestsSection } from './rule-tests-section.tsx'
import { SwitchRule } from './switch-rule.tsx'

/** One rule: what it detects, what it found, whether it was right, and what to do with it. */
export function RulePage() {
  const { t } = useTranslation('rules')
  const { ruleKey } = ruleRoute.useParams()
  const { event } = ruleRoute.useSearch()
  const navigate = useNavigate()
  const query = useQuery(ruleQuery(ruleKey))
  const look = (id: string | undefined) => void navigate({ to: '/rules/$ruleKey', params: { ruleKey }, search: { event: id }, replace: event !== undefined, resetScroll: false })
  const { data } = query
  return (
    <>
      <title>{`${data?.title ?? t('title')} · Noroshi`}</title>
      <Link to="/rules" className="mb-3 inline-flex items-center gap-1 rounded text-small text-muted hover:text-text"><Icon name="back" />{t('back')}</Link>
      {query.isError ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
        : data === undefined ? <div className="card p-6"><Skeleton lines={12} /></div> : <RuleContent rule={data} onLook={look} />}
      {event === undefined ? null : <EventPanel id={event} among={[event]} rule={ruleKey} onLook={look} onClose={() => look(undefined)} />}
    </>
  )
}

function RuleContent({ rule, onLook }: { readonly rule: RuleDetail; readonly onLook: (event: string) => void }) {
  const { t } = useTranslation('rules')
  const language = useLanguage()
  const navigate = useNavigate()
  const hunt = fieldQuery('_rule', rule.key)
  const { advice, advised, detection, correlation } = rule
  return (
    <>
      <RuleHead rule={rule} hunt={hunt} />
      <RuleChangesNotice />
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="grid min-w-0 grid-cols-1 gap-4">
          <Section title={t('advised')}>
            <p className="text-lead">{advice === 'unjudged' ? null : <span className={`mr-2 font-semibold ${ADVICE_LOOKS[advice]}`}>{t(`advice.${advice}`)}</span>}{advised[language]}</p>
            <p className="mt-1 text-small text-muted">{t('verdictsNote')}</p>
          </Section>
          <Section title={t('detects')}>
            {rule.description === '' ? null : <p className="mb-4 max-w-prose whitespace-pre-line">{visibleLines(rule.description)}</p>}
            {detection === null ? null : <PartTree part={detection} />}
            {correlation === null ? null : <CorrelationText correlation={correlation} />}
            {rule.about.length === 0 ? null : <div className="mt-3"><RuleRows rules={rule.about} label={t('about')} /></div>}
          </Section>
          {rule.histogram.buckets.length === 0 ? null : (
            <section aria-label={t('overTime')}>
              <h2 className="heading mb-1.5 ml-1">{t('overTime')}</h2>
              <HistogramChart histogram={rule.histogram} onBrush={(from, to) => void navigate({ to: '/hunt', search: { q: hunt, from, to } })} />
            </section>
          )}
          <RuleFindings findings={rule.findings} onLook={onLook} />
          <Section title={t('source')} actions={<CopyButton text={rule.source} label={t('copySource')} />}>
            <p className="data mb-2 text-muted">{visibleText([rule.set, rule.file].filter(part => part !== '').join(' / '))}</p>
            <pre tabIndex={0} aria-label={t('source')} className="max-h-[32rem] overflow-auto rounded-lg border border-line bg-ground p-3 font-mono text-tiny leading-relaxed">{visibleLines(rule.source)}</pre>
          </Section>
        </div>
        <div className="grid min-w-0 grid-cols-1 gap-4">
          <RuleAbout rule={rule} />
          <AddedFilters filters={rule.addedFilters} />
          <RuleTestsSection ruleKey={rule.key} />
          {rule.usedBy.length === 0 ? null : (
            <Section title={t('usedBy')}>
              <ul className="space-y-1 text-small">{rule.usedBy.map(({ key, title }) => <li key={key}>
                <Link to="/rules/$ruleKey" params={{ ruleKey: key }} className="text-accent hover:underline">{visibleText(title)}</Link></li>)}</ul>
            </Section>
          )}
          {rule.problems.length === 0 ? null : <Section title={t('problems.title')}><ProblemList problems={rule.problems} /></Section>}
        </div>
      </div>
    </>
  )
}

function RuleHead({ rule, hunt }: { readonly rule: RuleDetail; readonly hunt: string }) {
  const { t } = useTranslation('rules')
  const mayChange = useMay('lead')
  const { title, level, enabled, switchedOff } = rule
  return (
    <header className="mb-5 flex flex-wrap items-start gap-x-6 gap-y-3">
      <div className="min-w-[min(100%,18rem)] flex-1">
        <h1 className={`text-title font-semibold tracking-tight ${enabled ? '' : 'text-muted'}`}>{visibleText(title)}</h1>
        <div className="mt-1 flex flex-wrap items-center gap-x-3 text-small text-muted">
          <SeverityBadge severity={level} />
          <span className={enabled ? '' : 'font-semibold text-high'}>{t(enabled ? 'state.enabled' : 'state.disabled')}</span>
          {switchedOff === null ? null : <span>{t('switchedOffBy', { by: switchedOff.by, at: switchedOff.at.slice(0, 10), reason: visibleText(switchedOff.reason) })}</span>}
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <Link to="/hunt" search={{ q: hunt }} className={buttonLook('plain')}><Icon name="hunt" />{t('huntMatches')}</Link>
        {mayChange ? <SwitchRule rule={rule} /> : null}
      </div>
    </header>
  )
}
