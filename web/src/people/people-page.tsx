import { useTranslation } from 'react-i18next'
import { PageHeader } from '../components/page-header.tsx'
import { useMay } from '../shell/session.ts'
import { AuditSection } from './audit-section.tsx'
import { TokensSection } from './tokens-section.tsx'
import { UsersSection } from './users-section.tsx'

/** Who and what may come in, and what they did: as much of it as one's role shows. */
export function PeoplePage() {
  const { t } = useTranslation('people')
  const mayChange = useMay('admin')
  const mayAudit = useMay('lead')
  return (
    <>
      <title>{`${t('title')} · Noroshi`}</title>
      <PageHeader title={t('title')}>{t('subtitle')}</PageHeader>
      <div className="grid grid-cols-1 gap-4">
        {mayChange ? <UsersSection /> : null}
        <TokensSection />
        {mayAudit ? <AuditSection /> : null}
      </div>
    </>
  )
}
