import { Copy } from 'lucide-react'
import type { UnreadableEntry } from '../../../shared/model/sync.ts'
import { api, asAppError } from '../../api/client.ts'
import { useAccounts, useRowAccount, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { piecesOf } from '../../bounded-text/bounded-props.ts'
import { whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Fold } from '../../ui/Fold.tsx'
import { LongText } from '../../ui/LongText.tsx'
import { NothingHere } from '../../ui/Screen.tsx'
import { AccountMark } from '../accounts/index.ts'
import styles from './UnreadableTab.module.css'

/** Results in a form this version does not know: what is wrong with each, and the raw answer. */
export function UnreadableTab({ entries }: { entries: readonly UnreadableEntry[] }) {
  if (entries.length === 0) {
    return <NothingHere title={t('activity.unreadable.empty')} text={t('activity.unreadable.emptyText')} />
  }
  return (
    <div className={styles.page}>
      <p className={styles.lead}>{t('activity.unreadable.lead')}</p>
      <ul className={styles.list}>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
    </div>
  )
}

function Entry({ entry }: { entry: UnreadableEntry }) {
  const zone = useAccounts((state) => zoneOf(state.accounts, entry.accountId))
  const now = useClock((state) => state.now)
  const account = useRowAccount()?.(entry.accountId) ?? null
  const copy = async () => {
    try {
      await api.app.copyText({ text: entry.raw })
      say(t('activity.unreadable.copied'))
    } catch (thrown) {
      sayFailed(asAppError(thrown))
    }
  }
  return (
    <li className={styles.entry}>
      <div className={styles.head}>
        {account && <AccountMark account={account} size="row" named />}
        <div className={styles.words}>
          <p className={styles.problem}>
            <LongText text={entry.problem} />
          </p>
          <p className={styles.seen}>
            {t('activity.unreadable.seen', {
              feed: t(`activity.gaps.${entry.feed}`),
              when: whenWords(entry.seenAt, now, zone),
            })}
          </p>
        </div>
        <Button icon={Copy} onPress={() => void copy()}>
          {t('activity.unreadable.copy')}
        </Button>
      </div>
      <Fold title={t('activity.unreadable.raw')} level={2}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
        <pre className={styles.raw} tabIndex={0} data-scrolls>
          <RawText raw={entry.raw} />
        </pre>
      </Fold>
    </li>
  )
}

/** Letters of the raw answer that are shown; copying takes all of it. */
const mostRawLetters = 20_000

/** The raw answer in separate lines, cut into pieces that the browser lays out without searching for line breaks. */
function RawText({ raw }: { raw: string }) {
  const text = raw.length > mostRawLetters ? `${raw.slice(0, mostRawLetters)}…` : indented(raw)
  return piecesOf(text, rawLineLetters).map((line, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text, in their order
    <span key={place} className={styles.rawLine}>
      {line}
    </span>
  ))
}

const rawLineLetters = 120

/** JSON with a line for each field; any other text stays unchanged. */
function indented(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2)
  } catch {
    // Not JSON: shown unchanged.
    return raw
  }
}
