import { TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { placeSentence } from '../../shared/locales/data-place.en.ts'
import { t } from '../i18n.ts'
import { useSettings } from '../state/settings.ts'
import { Notice } from '../ui/Notice.tsx'
import { IconButton } from './IconButton.tsx'

/** Says at the start that the data folder lies where other programs or computers can damage it. */
export function DataPlaceNotice() {
  const place = useSettings((state) => state.info?.dataPlace ?? null)
  const [isAway, setAway] = useState(false)
  if (place === null || isAway) return null
  return (
    <section aria-label={t('settings.dataPlaceNotice')}>
      <Notice icon={TriangleAlert} words={placeSentence(place)}>
        <IconButton icon={X} label={t('action.dismiss')} onPress={() => setAway(true)} />
      </Notice>
    </section>
  )
}
