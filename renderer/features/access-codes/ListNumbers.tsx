import { ClipboardPaste, TriangleAlert, Unplug } from 'lucide-react'
import { TooltipTrigger } from 'react-aria-components'
import { Trans } from 'react-i18next'
import type { AccessListSummary } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { useClock } from '../../app/clock.ts'
import { useNavigation } from '../../app/navigation.ts'
import { sentenceWhen } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { FootLine } from '../../ui/FootLine.tsx'
import { Tooltip } from '../../ui/IconButton.tsx'
import { useMediaQuery } from '../../ui/measure.ts'
import { refOf } from './access-lists.ts'
import { useCodeEdit } from './code-edit.ts'
import { differenceWords } from './code-words.ts'
import styles from './ListNumbers.module.css'

interface ListNumbersProps {
  readonly list: AccessListSummary
  readonly account: AccountSummary
}

/**
 * Beside the tabs: how many codes are at ClassMarker and how many are known here, and a button to give the full list.
 */
export function ListNumbers({ list, account }: ListNumbersProps) {
  const start = useCodeEdit((state) => state.start)
  const iconOnly = useMediaQuery('(max-width: 1099px)')
  return (
    <div className={styles.aside}>
      <Numbers list={list} zone={account.timeZone} />
      {!account.archived && (
        <TooltipTrigger delay={500} closeDelay={0} isDisabled={!iconOnly}>
          <Button look="quiet" icon={ClipboardPaste} onPress={() => start(refOf(list), 'full-list')}>
            <span className={styles.paste}>{t('accessCodes.numbers.paste')}</span>
          </Button>
          <Tooltip>{t('accessCodes.numbers.paste')}</Tooltip>
        </TooltipTrigger>
      )}
    </div>
  )
}

/** "72 at ClassMarker, 5 known here"; marked only when codes known here are missing there. */
function Numbers({ list, zone }: { list: AccessListSummary; zone: string }) {
  const now = useClock((state) => state.now)
  const { serverTotal, serverTotalAt, knownHere, difference } = list
  const differs = differenceWords(difference)
  const at =
    serverTotalAt === null ? '' : t('accessCodes.numbers.serverAt', { when: sentenceWhen(serverTotalAt, now, zone) })
  const hint =
    serverTotal === null ? t('accessCodes.numbers.serverUnknownHint') : [at, differs].filter(Boolean).join('. ')
  return (
    <p className={styles.numbers} title={hint}>
      {difference !== null && difference < 0 && <TriangleAlert aria-hidden />}
      <span>
        {serverTotal === null ? (
          t('accessCodes.numbers.serverUnknown')
        ) : (
          <Trans i18nKey="accessCodes.numbers.server" count={serverTotal} components={{ b: <b /> }} />
        )}
        {', '}
        <Trans i18nKey="accessCodes.numbers.known" count={knownHere} components={{ b: <b /> }} />
      </span>
      {differs !== null && <span className="visually-hidden">. {differs}</span>}
    </p>
  )
}

/** Shown at the foot of a list whose account is disconnected. */
export function ArchivedNotice({ account }: { account: AccountSummary }) {
  const openDialog = useNavigation((state) => state.openDialog)
  return (
    <FootLine icon={Unplug} words={t('accessCodes.archived', { name: account.name })}>
      <Button look="quiet" onPress={() => openDialog({ kind: 'connect', accountId: account.id })}>
        {t('accessCodes.connectAgain')}
      </Button>
    </FootLine>
  )
}
