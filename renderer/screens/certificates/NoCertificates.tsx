import { t } from '../../i18n.ts'
import { NothingHere } from '../../ui/NothingHere.tsx'
import { FirstFetch } from './FirstFetch.tsx'

/** That there are none at all, where they come from, and the first sync where there was none. */
export const NoCertificates = () => (
  <NothingHere title={t('certificates.none.title')} text={t('certificates.none.text')}>
    <FirstFetch />
  </NothingHere>
)
