import { History, PanelRight, Search } from 'lucide-react'
import { Trans } from 'react-i18next'
import type { FormerSerial } from '../../../shared/model/certificate.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { cut } from '../../bounded-text/bounded-props.ts'
import { shortDate } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { resultsList, useOpenResult } from '../results/index.ts'
import { useDesk } from './certificate-desk.ts'
import styles from './FormerSerials.module.css'
import { MarkedSerial } from './serial-marks.tsx'

/** `Trans` creates its own elements, so the JSX runtime that cuts long texts does not see them. */
const mostOfSerial = 240

/** Serials that no longer belong to a certificate, each with the reason. */
export function FormerSerials({ former, typed }: { former: readonly FormerSerial[]; typed: string }) {
  return former.map((serial) => <Former key={`${serial.resultId} ${serial.serial}`} former={serial} typed={typed} />)
}

function Former({ former, typed }: { former: FormerSerial; typed: string }) {
  const now = useClock((state) => state.now)
  const zone = useAccounts((state) => zoneOf(state.accounts, former.accountId))
  const type = useDesk((state) => state.type)
  const openResult = useOpenResult(resultsList)
  const replacement = former.reason === 'replaced' ? former.now : null
  const day = shortDate(former.seenAt, now, zone)
  return (
    <article className={styles.former}>
      <h2 className={styles.title}>
        <History aria-hidden />
        {t(replacement === null ? 'certificates.former.notEarned' : 'certificates.former.replaced')}
      </h2>
      <p className={styles.serial}>
        <MarkedSerial serial={former.serial} typed={typed} large />
      </p>
      <p>
        {replacement === null ? (
          t('certificates.former.notEarnedText', { day })
        ) : (
          <Trans
            i18nKey="certificates.former.replacedText"
            values={{ day, now: cut(replacement, mostOfSerial) }}
            components={{ b: <b className={styles.now} /> }}
          />
        )}
      </p>
      <p className={styles.whose}>
        {former.student || t('results.noName')} · {former.testName}
      </p>
      <div className={styles.buttons}>
        {replacement !== null && (
          <Button icon={Search} onPress={() => type(replacement)}>
            {t('certificates.former.lookUpNow')}
          </Button>
        )}
        <Button icon={PanelRight} onPress={() => openResult({ id: former.resultId }, null)}>
          {t('certificates.file.openResult')}
        </Button>
      </div>
    </article>
  )
}
