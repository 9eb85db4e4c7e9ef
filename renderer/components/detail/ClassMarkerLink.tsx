import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { api, asAppError } from '../../api/client.ts'
import { t } from '../../i18n.ts'
import { announce } from '../../state/announcer.ts'
import { sayFailed } from '../../state/feedback.ts'
import { Button } from '../Button.tsx'
import styles from './ClassMarkerLink.module.css'

/** Opens an address that came with a result in the browser; says so when the address is none of ClassMarker's. */
export function ClassMarkerLink({ url, words }: { url: string; words: string }) {
  const [refused, setRefused] = useState(false)
  const open = async () => {
    try {
      await api.app.openExternal({ url })
      setRefused(false)
    } catch (thrown) {
      const error = asAppError(thrown)
      // An address that is none of ClassMarker's; whatever else went wrong has its own words.
      if (error.code !== 'ipc/invalid-input') return sayFailed(error)
      setRefused(true)
      announce(t('detail.linkRefused'))
    }
  }
  return (
    <>
      <Button icon={ExternalLink} onPress={() => void open()}>
        {words}
      </Button>
      {refused && <p className={styles.refused}>{t('detail.linkRefused')}</p>}
    </>
  )
}
