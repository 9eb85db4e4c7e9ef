import { Switch } from '../../../components/Switch.tsx'
import { t } from '../../../i18n.ts'
import { useStartLinks } from '../../../state/start-links.ts'
import type { GivenCodes } from './give-codes.ts'
import styles from './StartLinksTab.module.css'

/** Whether people without a code are given one of the list, and what that comes to. */
export function GiveCodes({ given }: { given: GivenCodes | null }) {
  const { people, unused, givesCodes, setGivesCodes, keepsNames, setKeepsNames } = useStartLinks()
  const needing = people.filter(({ accessCode }) => accessCode === null).length
  if (needing === 0) return null
  return (
    <div>
      <Switch
        words={t('startLinks.give.switch')}
        isSelected={givesCodes}
        onChange={(gives) => void setGivesCodes(gives)}
      />
      {given !== null && (
        <div className={styles.under}>
          <p role="status">
            {needing > given.without && t('startLinks.give.given', { count: needing - given.without })}{' '}
            {given.without > 0 && (
              <span className={styles.toLookAt}>
                {unused?.length === 0
                  ? t('startLinks.give.none')
                  : t('startLinks.give.without', { count: given.without })}
              </span>
            )}{' '}
            {given.reserved > 0 && t('startLinks.give.reserved', { count: given.reserved })}
          </p>
          {given.newlyNamed.length > 0 && (
            <>
              <Switch words={t('startLinks.give.keep')} isSelected={keepsNames} onChange={setKeepsNames} />
              <p className={styles.under}>{t('startLinks.give.keepHint')}</p>
            </>
          )}
        </div>
      )}
    </div>
  )
}
