import { Search } from 'lucide-react'
import { Button, TooltipTrigger } from 'react-aria-components'
import { useNavigation } from '../app/navigation.ts'
import { useResultCount } from '../features/results/index.ts'
import { SyncPill } from '../features/sync/index.ts'
import { useViews } from '../features/views/index.ts'
import { wholeNumber } from '../format/numbers.ts'
import { t } from '../format/words.ts'
import { classNames } from '../ui/class-names.ts'
import { Tooltip } from '../ui/IconButton.tsx'
import { useMediaQuery } from '../ui/measure.ts'
import { shortcutName, shortcutShown } from '../ui/shortcuts.ts'
import { AccountSwitcher } from './AccountSwitcher.tsx'
import styles from './Sidebar.module.css'
import { SidebarViews } from './SidebarViews.tsx'
import { openScreen, type ScreenEntry, useOfferedScreens } from './screens.tsx'
import { WaitingBadge, WaitingLine } from './WaitingLine.tsx'

/** Account at the top, screens below, sync at the foot. In a narrow window it shows icons, their words as tooltips. */
export function Sidebar() {
  const screens = useOfferedScreens()
  return (
    <nav className={styles.sidebar} aria-label={t('sidebar.label')} data-region="sidebar">
      <AccountSwitcher />
      <FindButton />
      <ul className={styles.screens}>
        {screens
          .filter(({ atFoot }) => !atFoot)
          .map((screen) => (
            <ScreenLink key={screen.id} screen={screen} />
          ))}
      </ul>
      <SidebarViews />
      <ul className={styles.foot}>
        {screens
          .filter(({ atFoot }) => atFoot)
          .map((screen) => (
            <ScreenLink key={screen.id} screen={screen} />
          ))}
      </ul>
      <WaitingLine />
      <ResultsPill />
    </nav>
  )
}

/** The visible way to Find, which names its key. */
function FindButton() {
  const openDialog = useNavigation((state) => state.openDialog)
  const narrow = useMediaQuery('(max-width: 899px)')
  return (
    <TooltipTrigger delay={200} closeDelay={0} isDisabled={!narrow}>
      <Button
        className={styles.find ?? ''}
        aria-keyshortcuts={shortcutName('find')}
        onPress={() => openDialog({ kind: 'find' })}
      >
        <Search aria-hidden />
        <span className={styles.words}>{t('find.open')}</span>
        <kbd className={styles.findKeys} aria-hidden>
          {shortcutShown('find')}
        </kbd>
      </Button>
      <Tooltip placement="right">{`${t('find.open')} ${shortcutShown('find')}`}</Tooltip>
    </TooltipTrigger>
  )
}

/** Follows the number of results by itself: with each answer that brings another, no more than this is drawn again. */
const ResultsPill = () => <SyncPill results={useResultCount()} />

function ScreenLink({ screen: { id, title, icon: Icon, useBadge } }: { screen: ScreenEntry }) {
  const words = title()
  const { count = 0, waiting = 0 } = useBadge()
  const isViewed = useViews((state) => id in state.open)
  const here = useNavigation((state) => state.screen === id) && !isViewed
  const narrow = useMediaQuery('(max-width: 899px)')
  return (
    <li>
      <TooltipTrigger delay={200} closeDelay={0} isDisabled={!narrow}>
        <Button
          className={classNames(styles.link, here && styles.here)}
          aria-current={here ? 'page' : false}
          onPress={() => openScreen(id)}
        >
          <Icon aria-hidden />
          <span className={styles.words}>{words}</span>
          {count > 0 && <span className={styles.count}>{wholeNumber(count)}</span>}
          <WaitingBadge count={waiting} />
        </Button>
        <Tooltip placement="right">
          {waiting > 0 ? `${words}: ${t('sidebar.waiting', { count: waiting })}` : words}
        </Tooltip>
      </TooltipTrigger>
    </li>
  )
}
