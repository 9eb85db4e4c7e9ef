import { ClipboardPaste, Scale, Unplug } from 'lucide-react'
import { Trans } from 'react-i18next'
import type { AccessListSummary } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { Button } from '../../components/Button.tsx'
import { differenceWords, linksWords } from '../../format/code-words.ts'
import { exactTime, sentenceWhen } from '../../format/time.ts'
import { t } from '../../i18n.ts'
import { refOf } from '../../state/access-lists.ts'
import { useClock } from '../../state/clock.ts'
import { useCodeEdit } from '../../state/code-edit.ts'
import { useNavigation } from '../../state/navigation.ts'
import styles from './ListHeader.module.css'
import { PushNotices } from './PushNotices.tsx'

interface ListHeaderProps {
  readonly list: AccessListSummary
  readonly account: AccountSummary
}

/** The one line that matters of a list, and whatever must be known of it before it is changed. */
export function ListHeader({ list, account }: ListHeaderProps) {
  const start = useCodeEdit((state) => state.start)
  const difference = differenceWords(list.difference)
  const paste = (
    <Button look="quiet" icon={ClipboardPaste} onPress={() => start(refOf(list), 'full-list')}>
      {t('accessCodes.numbers.paste')}
    </Button>
  )
  return (
    <div className={styles.header}>
      <div className={styles.line}>
        <Numbers list={list} zone={account.timeZone} />
        <p className={styles.links} title={linksWords(list.links)}>
          {linksWords(list.links)}
        </p>
        {difference === null && !account.archived && paste}
      </div>
      {account.archived && <ArchivedNotice account={account} />}
      {difference !== null && (
        <div className={styles.notice}>
          <Scale aria-hidden />
          <p className={styles.words}>{difference}</p>
          {!account.archived && paste}
        </div>
      )}
      {!account.archived && <PushNotices list={list} account={account} />}
    </div>
  )
}

function Numbers({ list, zone }: { list: AccessListSummary; zone: string }) {
  const now = useClock((state) => state.now)
  const { serverTotal, serverTotalAt, knownHere } = list
  return (
    <p className={styles.numbers}>
      {serverTotal === null ? (
        <span title={t('accessCodes.numbers.serverUnknownHint')}>{t('accessCodes.numbers.serverUnknown')}</span>
      ) : (
        <span title={serverTotalAt === null ? undefined : exactTime(serverTotalAt, zone)}>
          <Trans i18nKey="accessCodes.numbers.server" count={serverTotal} components={{ b: <b /> }} />
          {serverTotalAt !== null && (
            <span className={styles.at}>
              {' '}
              {t('accessCodes.numbers.at', { when: sentenceWhen(serverTotalAt, now, zone) })}
            </span>
          )}
        </span>
      )}
      <span className={styles.dot} aria-hidden>
        {' · '}
      </span>
      <span>
        <Trans i18nKey="accessCodes.numbers.known" count={knownHere} components={{ b: <b /> }} />
      </span>
    </p>
  )
}

function ArchivedNotice({ account }: { account: AccountSummary }) {
  const openDialog = useNavigation((state) => state.openDialog)
  return (
    <div className={styles.notice}>
      <Unplug aria-hidden />
      <p className={styles.words}>{t('accessCodes.archived', { name: account.name })}</p>
      <Button look="quiet" onPress={() => openDialog({ kind: 'connect', accountId: account.id })}>
        {t('accessCodes.connectAgain')}
      </Button>
    </div>
  )
}
