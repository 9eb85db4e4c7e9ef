import { Activity, Award, KeyRound, List, type LucideIcon, Settings } from 'lucide-react'
import { Button, TooltipTrigger } from 'react-aria-components'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../i18n.ts'
import { useMediaQuery } from '../../media-query.ts'
import { useCertificateCount } from '../../state/certificate-count.ts'
import { type Screen, useNavigation } from '../../state/navigation.ts'
import { useResultCount } from '../../state/result-count.ts'
import { useWaitingCodes } from '../../state/waiting-codes.ts'
import { classNames } from '../../styles/class-names.ts'
import { SyncPill } from '../SyncPill/SyncPill.tsx'
import { Tooltip } from '../Tooltip.tsx'
import { AccountSwitcher } from './AccountSwitcher.tsx'
import styles from './Sidebar.module.css'
import { WaitingBadge, WaitingLine } from './WaitingLine.tsx'

/** Account at the top, screens below, sync at the foot. In a narrow window it shows icons, their words as tooltips. */
export function Sidebar() {
  const results = useResultCount()
  const certificates = useCertificateCount((state) => state.total) ?? 0
  const waiting = useWaitingCodes((state) => state.count)
  return (
    <nav className={styles.sidebar} aria-label={t('sidebar.label')} data-region="sidebar">
      <AccountSwitcher />
      <ul className={styles.screens}>
        <ScreenLink screen="results" icon={List} words={t('sidebar.results')} count={results} />
        <ScreenLink screen="certificates" icon={Award} words={t('sidebar.certificates')} count={certificates} />
        <ScreenLink screen="access-codes" icon={KeyRound} words={t('sidebar.accessCodes')} waiting={waiting} />
        <ScreenLink screen="activity" icon={Activity} words={t('sidebar.activity')} />
      </ul>
      <ul className={styles.foot}>
        <ScreenLink screen="settings" icon={Settings} words={t('sidebar.settings')} />
      </ul>
      <WaitingLine />
      <SyncPill />
    </nav>
  )
}

interface ScreenLinkProps {
  readonly screen: Screen
  readonly icon: LucideIcon
  readonly words: string
  readonly count?: number
  /** Of what belongs to it, what is not yet at ClassMarker. */
  readonly waiting?: number
}

function ScreenLink({ screen, icon: Icon, words, count, waiting = 0 }: ScreenLinkProps) {
  const here = useNavigation((state) => state.screen === screen)
  const go = useNavigation((state) => state.go)
  const narrow = useMediaQuery('(max-width: 899px)')
  return (
    <li>
      <TooltipTrigger delay={200} closeDelay={0} isDisabled={!narrow}>
        <Button
          className={classNames(styles.link, here && styles.here)}
          aria-current={here ? 'page' : false}
          onPress={() => go(screen)}
        >
          <Icon aria-hidden />
          <span className={styles.words}>{words}</span>
          {count !== undefined && count > 0 && <span className={styles.count}>{wholeNumber(count)}</span>}
          <WaitingBadge count={waiting} />
        </Button>
        <Tooltip placement="right">
          {waiting > 0 ? `${words}: ${t('sidebar.waiting', { count: waiting })}` : words}
        </Tooltip>
      </TooltipTrigger>
    </li>
  )
}
