import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { locale } from './format/locale.ts'
import { en } from './locales/en.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app'
    resources: { app: typeof en }
  }
}

// Synchronous, so that stores may speak before the first render. React escapes text itself.
i18next.use(initReactI18next).init({
  lng: locale,
  fallbackLng: 'en',
  defaultNS: 'app',
  resources: { en: { app: en } },
  initAsync: false,
  interpolation: { escapeValue: false },
})

/** The sentence of a key of `locales/en.ts`, in the window's language. */
export const t = i18next.t
