import { CircleAlert } from 'lucide-react'
import type { ViewScreen } from '../../../shared/model/saved-view.ts'
import { listed, t } from '../../format/words.ts'
import styles from './ViewMenu.module.css'
import { useOpenedView } from './views.ts'

/** Says above a list that its view asks for something that is no longer here; nothing where all is. */
export function ViewLine({ screen }: { readonly screen: ViewScreen }) {
  const opened = useOpenedView(screen)
  if (opened === null || opened.gone.length === 0) return null
  const what = listed(opened.gone.map((each) => t(`views.gone.${each}`)))
  return (
    <p className={styles.gone} role="note">
      <CircleAlert aria-hidden />
      <span>
        {t('views.goneLine', { what: what.charAt(0).toUpperCase() + what.slice(1), count: opened.gone.length })}
      </span>
    </p>
  )
}
