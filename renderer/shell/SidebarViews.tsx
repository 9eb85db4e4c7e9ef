import { Bookmark } from 'lucide-react'
import { Button, Menu, MenuItem, MenuTrigger, TooltipTrigger } from 'react-aria-components'
import type { SavedView } from '../../shared/model/saved-view.ts'
import { useNavigation } from '../app/navigation.ts'
import { openView, useViews } from '../features/views/index.ts'
import { t } from '../format/words.ts'
import { classNames } from '../ui/class-names.ts'
import { Popover } from '../ui/Dialog.tsx'
import { Tooltip } from '../ui/IconButton.tsx'
import menu from '../ui/Menu.module.css'
import { useMediaQuery } from '../ui/measure.ts'
import styles from './Sidebar.module.css'

/** The saved views below the screens; in a narrow window one button for all of them. Nothing while there is none. */
export function SidebarViews() {
  const views = useViews((state) => state.views) ?? []
  const isNarrow = useMediaQuery('(max-width: 899px)')
  if (views.length === 0) return null
  if (isNarrow) return <ViewsMenu views={views} />
  return (
    <section className={styles.views} aria-label={t('views.heading')}>
      <h2 className={styles.viewsHeading}>{t('views.heading')}</h2>
      <ul>
        {views.map((view) => (
          <ViewLink key={view.id} view={view} />
        ))}
      </ul>
    </section>
  )
}

/** Whether a list shows the view on the screen that one is on. */
function useIsHere({ id, definition }: SavedView): boolean {
  const screen = useNavigation((state) => state.screen)
  const isOpen = useViews(({ open }) => definition !== null && open[definition.screen]?.id === id)
  return isOpen && screen === definition?.screen
}

function ViewLink({ view }: { readonly view: SavedView }) {
  const here = useIsHere(view)
  const isReadable = view.definition !== null
  return (
    <li>
      <TooltipTrigger delay={600} closeDelay={0}>
        <Button
          className={classNames(styles.link, here && styles.here, !isReadable && styles.unreadable)}
          aria-current={here ? 'page' : false}
          onPress={() => openView(view.id)}
        >
          <Bookmark aria-hidden />
          <span className={styles.viewName}>{view.name}</span>
        </Button>
        <Tooltip placement="right">{isReadable ? view.name : `${view.name}: ${t('views.unreadableHint')}`}</Tooltip>
      </TooltipTrigger>
    </li>
  )
}

const ViewsMenu = ({ views }: { readonly views: readonly SavedView[] }) => (
  <MenuTrigger>
    <TooltipTrigger delay={200} closeDelay={0}>
      <Button className={styles.link ?? ''} aria-label={t('views.heading')}>
        <Bookmark aria-hidden />
      </Button>
      <Tooltip placement="right">{t('views.heading')}</Tooltip>
    </TooltipTrigger>
    <Popover placement="right top">
      <Menu className={menu.list ?? ''} aria-label={t('views.heading')} onAction={(key) => openView(Number(key))}>
        {views.map(({ id, name, definition }) => (
          <MenuItem key={id} id={id} className={menu.item ?? ''} textValue={name}>
            <Bookmark aria-hidden />
            <span className={menu.words}>{name}</span>
            {definition === null && <span className={menu.aside}>{t('views.unreadableHint')}</span>}
          </MenuItem>
        ))}
      </Menu>
    </Popover>
  </MenuTrigger>
)
