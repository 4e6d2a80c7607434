import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { RuleDetail } from '../api/rules.ts'
import { EntityLink } from '../components/entity-chip.tsx'
import { Section } from '../components/section.tsx'
import { Table } from '../components/table.tsx'
import { Time } from '../components/time.tsx'
import { useFormats } from '../components/use-formats.ts'

/** The newest findings of a rule: to the case, or to why the rule fired. */
export function RuleFindings({ findings, onLook }: { readonly findings: RuleDetail['findings']; readonly onLook: (event: string) => void }) {
  const { t } = useTranslation('rules')
  const { number } = useFormats()
  return (
    <Section title={t('findings.title')}>
      {findings.length === 0 ? <p className="text-muted">{t('findings.none')}</p> : (
        <Table label={t('findings.title')}
          columns={[{ title: t('findings.time'), kind: 'time' }, { title: t('findings.subject'), kind: 'wide' }, { title: t('findings.events'), kind: 'number' }, { title: <span className="sr-only">{t('findings.open')}</span> }]}
          rows={findings.map(finding => ({
            key: finding.id,
            cells: [
              <Time key="time" time={finding.time} />,
              <EntityLink key="subject" entity={finding.subject} at={finding.time} />,
              number(finding.count),
              <span key="open" className="flex justify-end gap-3 whitespace-nowrap">
                {finding.event === null ? null : <button type="button" className="font-medium text-accent hover:underline" onClick={() => onLook(finding.event ?? '')}>{t('findings.why')}</button>}
                <Link to="/cases/$caseId" params={{ caseId: finding.case }} className="font-medium text-accent hover:underline">{t('findings.case')}</Link>
              </span>,
            ],
          }))} />
      )}
    </Section>
  )
}
