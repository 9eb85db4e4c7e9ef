import { useState } from 'react'
import { countsSentence, testSentence } from '../../../shared/digest-page.ts'
import type { Digest, DigestTest } from '../../../shared/model/digest.ts'
import { useRowAccount } from '../../app/accounts.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { columnsOf, DotStrip, highest } from './DotStrip.tsx'
import { HomeList, HomeRow } from './HomeList.tsx'
import styles from './HomeScreen.module.css'
import { ofTest, openPart } from './home.ts'

/** Rows shown before the rest is asked for. */
const mostAtFirst = 5

/** What arrived, by test. */
export function NewResults({ digest }: { readonly digest: Digest }) {
  const [isWhole, setWhole] = useState(false)
  const accountOf = useRowAccount()
  const { results, tests } = digest
  const shown = isWhole ? tests : tests.slice(0, mostAtFirst)
  const strips = shown.map(columnsOf)
  const perDot = Math.max(1, ...strips.map((columns) => Math.ceil(highest(columns) / mostDots)))
  const nameOf = ({ account, name }: DigestTest): string => {
    const school = accountOf?.(account)
    return school ? `${name} · ${school.name}` : name
  }
  return (
    <HomeList
      figure={results}
      of={t('home.news', { count: results })}
      hint={results > 0 ? `${countsSentence(digest)}.` : t('home.nothingNew')}
      region="news"
      {...(results === 0
        ? {}
        : {
            aside: (
              <span className={styles.axis} aria-hidden>
                <span>0%</span>
                <span>{perDot === 1 ? t('home.each') : t('home.eachUpTo', { count: perDot })}</span>
                <span>100%</span>
              </span>
            ),
          })}
    >
      <ul className={styles.rows}>
        {shown.map((test, place) => (
          <HomeRow
            key={`${test.account} ${test.testId}`}
            mark={<b>{wholeNumber(test.results)}</b>}
            title={nameOf(test)}
            sentence={testSentence(test)}
            aside={
              <span className={styles.strip}>
                <DotStrip columns={strips[place] ?? []} perDot={perDot} passMark={test.passMark} />
              </span>
            }
            onOpen={() =>
              void openPart(
                { part: 'test', account: test.account, testId: test.testId },
                ofTest(test.account, test.testId),
              )
            }
          />
        ))}
      </ul>
      {tests.length > mostAtFirst && (
        <Button look="quiet" isFlush onPress={() => setWhole(!isWhole)}>
          {isWhole ? t('home.fewer') : t('home.more', { count: tests.length - mostAtFirst })}
        </Button>
      )}
    </HomeList>
  )
}

/** Dots in one column at most. */
const mostDots = 6
