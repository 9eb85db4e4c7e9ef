import type { StartPerson } from '../../../shared/model/start-link.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import styles from './PeoplePreview.module.css'
import { personLabel } from './people.ts'
import { startLinkOf } from './start-links.ts'

const shown = 5
const optional = ['email', 'userId', 'accessCode'] as const
const classOf = { email: styles.leaves, userId: styles.leaves, accessCode: styles.code } as const

interface PeoplePreviewProps {
  readonly people: readonly StartPerson[]
  readonly linkUrlId: string
}

/** The first people with their addresses; a column that is empty for everybody is left out. */
export function PeoplePreview({ people, linkUrlId }: PeoplePreviewProps) {
  const columns = optional.filter((part) => people.some((person) => person[part] !== null))
  const more = people.length - shown
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard too */}
      <section className={styles.scroll} tabIndex={0} data-scrolls aria-label={t('startLinks.preview.label')}>
        <table className={styles.table}>
          <caption className="visually-hidden">{t('startLinks.preview.label')}</caption>
          <thead>
            <tr>
              <th scope="col" className={styles.row}>
                {t('startLinks.part.row')}
              </th>
              <th scope="col">{t('startLinks.part.person')}</th>
              {columns.map((part) => (
                <th key={part} scope="col" className={part === 'accessCode' ? undefined : styles.leaves}>
                  {t(`startLinks.part.${part}`)}
                </th>
              ))}
              <th scope="col">{t('startLinks.part.url')}</th>
            </tr>
          </thead>
          <tbody>
            {people.slice(0, shown).map((person, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: people stay in the order they came
              <tr key={index}>
                <td className={styles.row}>{wholeNumber(index + 1)}</td>
                <td className={styles.name}>
                  {person.first === null && person.last === null ? '' : personLabel(person)}
                </td>
                {columns.map((part) => (
                  <td key={part} className={classOf[part]}>
                    {person[part] ?? ''}
                  </td>
                ))}
                <td className={styles.address}>{startLinkOf(person, linkUrlId).url}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more > 0 && <p className={styles.more}>{t('startLinks.preview.more', { count: more })}</p>}
    </div>
  )
}
