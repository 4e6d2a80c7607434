import { useTranslation } from 'react-i18next'
import type { Language } from '../api/nouns.ts'

/** The language of the page, for what the API answers in both. */
export function useLanguage(): Language {
  return useTranslation().i18n.language === 'ja' ? 'ja' : 'en'
}
