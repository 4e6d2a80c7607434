import { useTranslation } from 'react-i18next'
import { PageTabs } from '../components/page-tabs.tsx'

export function RegisterTabs() {
  const { t } = useTranslation('register')
  return <PageTabs label={t('tabs')} tabs={[{ to: '/register', title: t('entries') }, { to: '/register/who', title: t('who.title') }, { to: '/register/machines', title: t('machines.title') }, { to: '/register/imports', title: t('imports.title') }]} />
}
