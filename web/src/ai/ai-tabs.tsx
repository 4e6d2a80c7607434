import { useTranslation } from 'react-i18next'
import { PageTabs } from '../components/page-tabs.tsx'

const PAGES = [['/ai', 'traffic'], ['/ai/questions', 'questions'], ['/ai/exceptions', 'exceptions'], ['/ai/policies', 'policies'], ['/ai/redteam', 'redteam'], ['/ai/systems', 'systems']] as const

/** The pages about language models. */
export function AiTabs() {
  const { t } = useTranslation('ai')
  return <PageTabs label={t('tabs.label')} tabs={PAGES.map(([to, name]) => ({ to, title: t(`tabs.${name}`) }))} />
}
