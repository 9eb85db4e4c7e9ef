import { Fragment } from 'react'
import { t } from '../../format/words.ts'
import {
  keysNamed,
  keysOf,
  keysShown,
  placeOfShortcut,
  screenKeys,
  shortcutIds,
  shortcutPlaces,
} from '../../ui/shortcuts.ts'
import styles from './Help.module.css'

/** A screen and its key. */
export interface ScreenKey {
  readonly id: string
  readonly title: () => string
  readonly shortcut: string
}

/** Every shortcut, from the table that binds them. */
export function ShortcutSheet({ screens }: { readonly screens: readonly ScreenKey[] }) {
  return (
    <div className={styles.sheet}>
      {shortcutPlaces.map((place) => (
        <section key={place} className={styles.part}>
          <h3 className={styles.heading}>{t(`help.places.${place}`)}</h3>
          <dl className={styles.keysList}>
            {shortcutIds
              .filter((id) => placeOfShortcut(id) === place)
              .map((id) => (
                <Line key={id} words={t(`help.does.${id}`)} keys={keysOf(id)} />
              ))}
            {place === 'screens' &&
              screens.map(({ id, title, shortcut }) => <Line key={id} words={title()} keys={[screenKeys(shortcut)]} />)}
          </dl>
        </section>
      ))}
    </div>
  )
}

function Line({ words, keys }: { readonly words: string; readonly keys: readonly string[] }) {
  return (
    <div className={styles.line}>
      <dt>{words}</dt>
      <dd>
        {keys.map((each, place) => (
          <Fragment key={each}>
            {place > 0 && <span className="visually-hidden"> {t('help.or')} </span>}
            <kbd className={styles.key}>
              <span aria-hidden>{keysShown(each)}</span>
              <span className="visually-hidden">{keysNamed(each)}</span>
            </kbd>
          </Fragment>
        ))}
      </dd>
    </div>
  )
}
